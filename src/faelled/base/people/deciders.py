"""Who decides when the usual one is away: stand-ins first, then the unit above."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from faelled.base.people.models import Employee, Position, Substitution, Unit
from faelled.lib.dates import local_day

Narrow = Callable[[QuerySet[Position]], QuerySet[Position]]


@dataclass(frozen=True, slots=True)
class Decider:
    """``reason`` says in words why it is this person: "Stedfortræder for Bo Lind"."""

    employee: Employee
    reason: str
    stands_in_for: Employee | None = None


def deciders_for(unit: Unit, role: str, now: datetime) -> list[Decider]:
    """Who holds ``role`` in ``unit`` and is at work; are all away, their stand-ins; else one unit
    up, and so on to the top. Empty when nobody does anywhere above.

    ``deciders_for(disability, "manager", now)`` is Bo, who leads the unit above.
    """
    return _up_from(unit, lambda rows: rows.filter(role=role), now)


def leaders_for(
    unit: Unit, now: datetime, *, but_not: frozenset[int] = frozenset()
) -> list[Decider]:
    """As `deciders_for`, for whoever leads, under whichever role.

    ``but_not``: employees who have a part in the matter; it goes up past them.
    """
    return _up_from(unit, lambda rows: rows.filter(leads=True), now, but_not)


def _up_from(
    unit: Unit, narrow: Narrow, now: datetime, but_not: frozenset[int] = frozenset()
) -> list[Decider]:
    passed: Unit | None = None
    level: Unit | None = unit
    while level is not None:
        found = [
            one
            for one in _in_one_unit(level, narrow, now, passed)
            if but_not.isdisjoint({one.employee.pk, *_stood_for(one)})
        ]
        if found:
            return found
        passed, level = level, level.parent
    return []


def _stood_for(decider: Decider) -> set[int]:
    return {decider.stands_in_for.pk} if decider.stands_in_for else set()


def _in_one_unit(unit: Unit, narrow: Narrow, now: datetime, passed: Unit | None) -> list[Decider]:
    held = narrow(Position.objects.on(local_day(now)).filter(unit=unit))
    rows = held.filter(employee__user__is_active=True).select_related("employee", "unit")
    holders = {row.employee_id: row for row in rows.order_by("employee__name", "pk")}
    away = _substitutions(holders, now)
    present = [row for pk, row in holders.items() if pk not in away]
    if present:
        return [Decider(row.employee, _holds(row, passed)) for row in present]
    return _their_stand_ins(away.values(), now)


def _substitutions(absent_ids: Iterable[int], now: datetime) -> dict[int, Substitution]:
    rows = Substitution.objects.filter(
        absent__in=list(absent_ids), starts_at__lte=now, ends_at__gt=now
    )
    return {row.absent_id: row for row in rows.select_related("absent", "stand_in")}


def _their_stand_ins(rows: Iterable[Substitution], now: datetime) -> list[Decider]:
    """The stand-ins who are at work themselves: with a position, a log-in and no absence."""
    found = list(rows)
    ids = [row.stand_in_id for row in found]
    employed = Position.objects.on(local_day(now)).filter(
        employee__in=ids, employee__user__is_active=True
    )
    at_work = set(employed.values_list("employee_id", flat=True)) - set(_substitutions(ids, now))
    return [
        Decider(
            row.stand_in,
            _("Stedfortræder for %(absent)s") % {"absent": row.absent.name},
            row.absent,
        )
        for row in found
        if row.stand_in_id in at_work
    ]


def _holds(row: Position, passed: Unit | None) -> str:
    words = {"title": row.title or row.role, "unit": row.unit.name}
    if passed is None:
        return _("%(title)s i %(unit)s") % words
    return _("%(title)s i %(unit)s, fordi ingen i %(below)s kan") % {
        **words,
        "below": passed.name,
    }
