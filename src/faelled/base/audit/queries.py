"""Reading the log. A page asks its own room first whether the actor may see the subject."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

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
