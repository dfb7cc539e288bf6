"""Which employees and proposals a reader sees."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from faelled.base.access.actor import Actor, Capability
from faelled.base.people.absences import led_by
from faelled.base.people.grants import concerns
from faelled.base.people.models import Employee, GrantProposal, GrantState, Position
from faelled.base.people.queries import visible_employees
from faelled.lib.dates import local_day

SEES_ALL = frozenset({Capability.MANAGE_PEOPLE, Capability.READ_AUDIT})


def visible_staff(actor: Actor, *, now: datetime) -> QuerySet[Employee]:
    """Whose rights ``actor`` may read: all, for who manages people or reads the log; for a leader
    those in the units they lead; always one's own.
    """
    rows = visible_employees(actor)
    if actor.capabilities & SEES_ALL:
        return rows
    day = local_day(now)
    led = Position.objects.on(day).filter(unit__in=led_by(actor.employee_ids, day))
    return rows.filter(Q(pk=actor.employee_id) | Q(pk__in=led.values("employee")))


def found_staff(actor: Actor, words: str, *, now: datetime) -> QuerySet[Employee]:
    """Those whose name, title or initials hold every one of ``words``."""
    rows = visible_staff(actor, now=now)
    for word in words.split()[:5]:
        rows = rows.filter(
            Q(name__icontains=word) | Q(title__icontains=word) | Q(initials__iexact=word)
        )
    return rows.order_by("name", "pk")


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[GrantProposal]:
    """The proposals that ``actor`` made, gets or may read as a leader; all, for who manages."""
    rows = GrantProposal.objects.filter(authority_id=actor.authority_id)
    rows = rows.select_related("employee", "unit")
    if not (actor.capabilities & SEES_ALL):
        led = led_by(actor.employee_ids, local_day(now))
        rows = rows.filter(concerns(actor) | Q(unit__in=led))
    return rows.order_by("proposed_at", "pk")


def open_proposals(actor: Actor, *, now: datetime) -> QuerySet[GrantProposal]:
    """Those not yet given or withdrawn, the oldest first."""
    return visible_to(actor, now=now).filter(state__in=[GrantState.WAITING, GrantState.RETURNED])


def places_of(employees: Iterable[Employee], day: date) -> dict[int, str]:
    """Where each works: the title or role and the unit of the newest position."""
    rows = Position.objects.on(day).filter(employee__in=list(employees)).select_related("unit")
    return {
        row.employee_id: f"{row.title or row.role}, {row.unit.name}"
        for row in rows.order_by("-valid_from", "-pk")
    }
