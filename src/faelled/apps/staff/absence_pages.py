"""What stands on the page of absences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from faelled.apps.staff.weeks import MOST
from faelled.base.access.actor import Actor, Capability
from faelled.base.people.absences import Hours
from faelled.base.people.models import Employee, Substitution, Unit
from faelled.base.people.queries import visible_units


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One absence: ``other`` is the stand-in, or whom one stands in for."""

    pk: int
    other: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    running: bool


def own_absences(actor: Actor, *, now: datetime) -> list[AbsenceRow]:
    """The reader's own, that run or are to come."""
    return [_row(row, row.stand_in, now) for row in _open(now).filter(absent=actor.employee_id)]


def stands_in(actor: Actor, *, now: datetime) -> list[AbsenceRow]:
    """Those whom the reader stands in for, now or later."""
    return [_row(row, row.absent, now) for row in _open(now).filter(stand_in=actor.employee_id)]


def absences_in(units: Sequence[Unit], *, now: datetime) -> list[Substitution]:
    """Those of the people in ``units``, that run or are to come, the first ``MOST`` + 1; for who
    may arrange them.
    """
    rows = _open(now).filter(absent__positions__unit__in=list(units)).distinct()
    return list(rows[: MOST + 1])


def _open(now: datetime) -> QuerySet[Substitution]:
    rows = Substitution.objects.filter(ends_at__gt=now).select_related("absent", "stand_in")
    return rows.order_by("starts_at", "pk")


def _row(row: Substitution, other: Employee, now: datetime) -> AbsenceRow:
    running = row.starts_at <= now
    return AbsenceRow(row.pk, other.name, row.starts_at, row.ends_at, row.reason, running)


def shown_units(actor: Actor) -> QuerySet[Unit]:
    """The units whose weeks the reader sees: their own and those below; all, for who manages
    people.
    """
    units = visible_units(actor).order_by("path")
    return units if actor.can(Capability.MANAGE_PEOPLE) else units.filter(pk__in=actor.unit_ids)


def stand_in_notices(actor: Actor, now: datetime) -> list[str]:
    """What the first page after log-in says to a stand-in."""
    if actor.employee_id is None:
        return []
    return [
        _("Du er stedfortræder for %(name)s %(hours)s.")
        % {"name": row.other, "hours": Hours(row.starts_at, row.ends_at).words}
        for row in stands_in(actor, now=now)
    ]
