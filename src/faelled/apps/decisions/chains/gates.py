"""What stands at the gates that a secretary keeps: before and after a leader, and onward."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from faelled.apps.decisions.chains.graph import ANSWERS
from faelled.apps.decisions.chains.plans import acting_id, gates_kept
from faelled.apps.decisions.chains.run import Stage
from faelled.apps.decisions.models import (
    Chain,
    ChainAct,
    ChainApprover,
    ChainState,
    ChainTask,
    LeaderGate,
)
from faelled.base.access.actor import Actor, ActorKind, Capability
from faelled.base.people.models import DeskRole, Duty, Employee
from faelled.base.people.queries import visible_employees
from faelled.lib.dates import local_day

COUNT_SECONDS = 30
NO_GATE = -1


class GateList(StrEnum):
    """The four lists of a gate; the value stands in the address."""

    BEFORE = "foer"
    WITH = "hos"
    AFTER = "efter"
    ONWARD = "videre"


STAGE_OF = {
    GateList.BEFORE: Stage.BEFORE,
    GateList.WITH: Stage.ANSWER,
    GateList.AFTER: Stage.AFTER,
}


def leaders_kept(actor: Actor, *, now: datetime) -> list[Employee]:
    """The leaders whose gate ``actor`` keeps today, by name; on behalf of another, that other's."""
    if actor.kind is not ActorKind.EMPLOYEE:
        return []
    kept = gates_kept(acting_id(actor), now)
    leaders = Employee.objects.filter(authority_id=actor.authority_id, pk__in=kept)
    return list(leaders.order_by("name", "pk"))


def gate_tasks(
    actor: Actor, leader: Employee, place: GateList, *, now: datetime
) -> QuerySet[ChainTask]:
    """What stands in one of the three lists that something can be done in: urgent first, then by
    deadline, without one last.
    """
    return (
        _at_gates(actor, [leader.pk], now)
        .filter(stage=STAGE_OF[place])
        .select_related("chain__responsible", "chain__case")
        .order_by(
            F("chain__urgent").desc(), F("chain__deadline").asc(nulls_last=True), "since", "pk"
        )
    )


def sent_onward(actor: Actor, leader: Employee, *, now: datetime) -> QuerySet[Chain]:
    """What the leader has answered and the gate has let go of, newest first."""
    through = ChainApprover.objects.filter(step__chain=OuterRef("pk"), employee=leader, gated=True)
    answered = ChainAct.objects.filter(
        chain=OuterRef("pk"), employee=leader, verb__in=ANSWERS, undone_at=None
    )
    here = ChainTask.objects.filter(chain=OuterRef("pk"), employee=leader, gated=True)
    kept = gates_kept(acting_id(actor), now)
    return (
        Chain.objects.filter(authority_id=actor.authority_id)
        .filter(Exists(through), Exists(answered), ~Exists(here))
        .filter(Q() if leader.pk in kept else Q(pk__in=[]))
        .select_related("responsible", "case")
        .order_by(F("closed_at").desc(nulls_first=True), "-started_at", "-pk")
    )


def gate_counts(
    actor: Actor, leaders: Iterable[Employee], *, now: datetime
) -> Counter[tuple[int, str]]:
    """How many stand at each stage of each leader's gate: one query for all."""
    tasks = _at_gates(actor, [one.pk for one in leaders], now)
    rows = tasks.order_by().values_list("employee_id", "stage").annotate(n=Count("pk"))
    return Counter({(leader, stage): n for leader, stage, n in rows})


def count_at_gates(actor: Actor, *, now: datetime) -> int:
    """How many wait for the secretary; `NO_GATE` for who neither keeps a gate nor has one.
    Remembered half a minute, for it stands in the tabs.
    """
    known = cache.get(_count_key(actor))
    if isinstance(known, int):
        return known
    count = _count(actor, now)
    cache.set(_count_key(actor), count, COUNT_SECONDS)
    return count


def forget_gate_count(actor: Actor) -> None:
    """Called when the secretary has let something through."""
    cache.delete(_count_key(actor))


def find_gate(actor: Actor, uuid: UUID, *, now: datetime) -> Employee | None:
    """The leader whose gate's rules ``actor`` may read: their own, one they keep, and all of the
    authority's for who manages people. None for others.
    """
    leader = visible_employees(actor).filter(uuid=uuid).first()
    if leader is None:
        return None
    if may_set_gate(actor, leader) or leader.pk in gates_kept(acting_id(actor), now):
        return leader
    return None


def may_set_gate(actor: Actor, leader: Employee) -> bool:
    """The leader decides on their own gate, by their own hand; who manages people on every."""
    own = actor.employee_id == leader.pk and actor.on_behalf_of is None
    return own or actor.can(Capability.MANAGE_PEOPLE)


def gate_of(leader: Employee) -> LeaderGate:
    """How the gate works; the defaults where nothing has been decided."""
    return LeaderGate.objects.filter(leader=leader).first() or LeaderGate(leader=leader)


def gated_leaders(actor: Actor, *, now: datetime) -> list[Employee]:
    """The leaders of the authority whose gate somebody keeps today, by name."""
    kept = DeskRole.objects.on(local_day(now)).filter(duty=Duty.GATEKEEPER).values("leader")
    return list(visible_employees(actor).filter(pk__in=kept).order_by("name", "pk"))


def _at_gates(actor: Actor, leaders: Iterable[int], now: datetime) -> QuerySet[ChainTask]:
    mine = gates_kept(acting_id(actor), now).intersection(leaders)
    return ChainTask.objects.filter(
        employee__in=mine,
        gated=True,
        stage__in=[*STAGE_OF.values()],
        chain__authority_id=actor.authority_id,
        chain__state=ChainState.OPEN,
    )


def _count(actor: Actor, now: datetime) -> int:
    me = acting_id(actor)
    duties = DeskRole.objects.on(local_day(now)).filter(
        Q(secretary=me) | Q(leader=me), duty=Duty.GATEKEEPER
    )
    pairs = list(duties.values_list("secretary_id", "leader_id"))
    if not pairs or actor.kind is not ActorKind.EMPLOYEE:
        return NO_GATE
    mine = [leader for secretary, leader in pairs if secretary == me]
    if not mine:
        return 0
    return ChainTask.objects.filter(
        employee__in=mine,
        gated=True,
        stage__in=(Stage.BEFORE, Stage.AFTER),
        chain__authority_id=actor.authority_id,
        chain__state=ChainState.OPEN,
    ).count()


def _count_key(actor: Actor) -> str:
    absent = actor.on_behalf_of.id if actor.on_behalf_of else ""
    return f"decisions:gate:{actor.id}:{absent}"
