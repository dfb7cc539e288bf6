"""Reading the log. A page asks its own room first whether the actor may see the subject."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from faelled.base.audit.models import Entry

READ = "read"


@dataclass(frozen=True, slots=True)
class LookUp:
    """What a citizen sees of one look-up: which unit, when, for what. Never the employee."""

    at: datetime
    unit_id: int | None
    purpose: str


def about(subject: str) -> QuerySet[Entry]:
    """Every entry about ``"case:<uuid>"`` or ``"person:<uuid>"``, newest first."""
    return Entry.objects.filter(about__subject=subject).order_by("-at", "-pk")


def looked_at(subject: str, *, limit: int = 200) -> list[LookUp]:
    """Who looked, newest first, as the citizen may know it (GDPR article 15; CJEU C-579/21)."""
    return [as_look_up(entry) for entry in look_ups_about(subject)[:limit]]


def look_ups_about(subject: str) -> QuerySet[Entry]:
    """All of them, newest first, for a page that shows them a part at a time."""
    return about(subject).filter(action=READ)


def as_look_up(entry: Entry) -> LookUp:
    return LookUp(entry.at, entry.unit_id, entry.purpose)


@dataclass(frozen=True, slots=True)
class LookDay:
    """The look-ups of one unit on one day for one purpose."""

    day: date
    unit_id: int | None
    purpose: str
    times: int


def looked_at_by_day(subject: str, zone: ZoneInfo, *, limit: int = 200) -> list[LookDay]:
    """The same, counted by the day in ``zone``, newest first: one query.

    Counted in the database, so that nobody hides a look by looking two hundred times after it.
    """
    reads = about(subject).filter(action=READ).annotate(day=TruncDate("at", tzinfo=zone))
    rows = reads.order_by().values_list("day", "unit_id", "purpose").annotate(times=Count("pk"))
    return [LookDay(*row) for row in rows.order_by("-day", "unit_id", "purpose")[:limit]]
