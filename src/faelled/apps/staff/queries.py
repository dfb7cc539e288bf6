"""Which employees, proposals and controls a reader sees."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When
from django.http import Http404

from faelled.apps.staff.models import LogControl, Sample, Verdict
from faelled.base.access.actor import Actor, Capability
from faelled.base.people.absences import led_by
from faelled.base.people.grants import concerns
from faelled.base.people.models import Employee, GrantProposal, GrantState, Position
from faelled.base.people.queries import visible_employees
from faelled.lib.dates import local_day

SEES_ALL = frozenset({Capability.MANAGE_PEOPLE, Capability.READ_AUDIT})
SETTLED = (Verdict.IN_ORDER, Verdict.BREACH)


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


def visible_controls(actor: Actor) -> QuerySet[LogControl]:
    """The authority's controls of look-ups, for who may read the log; the newest first."""
    if not actor.can(Capability.READ_AUDIT):
        return LogControl.objects.none()
    rows = LogControl.objects.filter(authority_id=actor.authority_id)
    return rows.order_by("-drawn_at", "-pk")


def listed_controls(actor: Actor) -> QuerySet[LogControl]:
    """With ``left`` (not settled) and ``breaches`` of each."""
    return visible_controls(actor).annotate(
        left=Count("samples", filter=~Q(samples__verdict__in=SETTLED)),
        breaches=Count("samples", filter=Q(samples__verdict=Verdict.BREACH)),
    )


def get_control(actor: Actor, uuid: UUID) -> LogControl:
    control = visible_controls(actor).filter(uuid=uuid).first()
    if control is None:
        raise Http404
    return control


def samples_of(control: LogControl) -> QuerySet[Sample]:
    """What was drawn: what is not settled first, then in the order of the draw."""
    rows = control.samples.select_related("entry", "control")
    settled = Case(When(verdict__in=SETTLED, then=1), default=0)
    return rows.order_by(settled, "position")


def get_sample(control: LogControl, position: int) -> Sample:
    sample = samples_of(control).filter(position=position).first()
    if sample is None:
        raise Http404
    return sample


def is_own(sample: Sample, actor: Actor) -> bool:
    """Whether the look-up was done by or for the reader, or by whom they act for."""
    return bool({sample.entry.actor_id, sample.entry.on_behalf_of_id} & actor.user_ids)


def open_controls(actor: Actor) -> QuerySet[LogControl]:
    """Those that are not finished."""
    return visible_controls(actor).filter(finished_at=None)


def left_in(control: LogControl) -> int:
    """How many of its look-ups are not settled."""
    return control.samples.exclude(verdict__in=SETTLED).count()
