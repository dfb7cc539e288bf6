"""Who has been let into a case, as the case page shows them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.casework.cases.models import Assignment, Case
from faelled.lib.dcr import Graph


@dataclass(frozen=True, slots=True)
class LetInRow:
    """One employee or unit: what they may do, who let them in and why, and until when. ``coming``:
    the time has not begun.
    """

    pk: int
    name: str
    may: str
    by: str
    why: str
    since: datetime
    until: datetime | None
    coming: bool


def let_in_rows(case: Case, graph: Graph, *, now: datetime) -> list[LetInRow]:
    """Those who are in and those who will be, by name; no query where the case has them read."""
    if not case.let_somebody_in:
        return []
    rows = [row for row in case.assignments.all() if row.valid_to is None or row.valid_to > now]
    return sorted((_row(row, graph, now) for row in rows), key=lambda row: (row.name, row.pk))


def _row(row: Assignment, graph: Graph, now: datetime) -> LetInRow:
    return LetInRow(
        pk=row.pk,
        name=row.name,
        may=graph.role_label(row.role) if row.role else _("kan læse sagen"),
        by=row.shown_name,
        why=row.why,
        since=row.valid_from,
        until=row.valid_to,
        coming=row.valid_from > now,
    )
