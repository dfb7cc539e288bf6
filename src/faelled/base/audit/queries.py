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
    rows = about(subject).filter(action=READ).values_list("at", "unit_id", "purpose")
    return [LookUp(at, unit_id, purpose) for at, unit_id, purpose in rows[:limit]]


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
