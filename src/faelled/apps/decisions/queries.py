"""What waits for a leader, and what they have answered. Every read starts at the leader's cases."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import (
    BooleanField,
    CharField,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from faelled.apps.decisions.chains.queries import chain_tasks_for, without_chains
from faelled.apps.decisions.verdicts import approval_of
from faelled.base.access.actor import Actor
from faelled.base.people.models import Substitution
from faelled.casework.cases.models import CaseEvent, Status, Task
from faelled.casework.cases.moves import role_in_case
from faelled.casework.cases.queries import visible_to
from faelled.casework.processes.engines import graph_for
from faelled.lib.dcr import Graph

# The roles whose work it is to approve; a menu may ask only what the actor already knows.
LEADER_ROLES = frozenset({"manager"})
# An approval seldom has a deadline of its own: then the case's next one is what it holds up.
DUE = Coalesce("deadline", "case__next_deadline")
URGENT_FIRST = (DUE.asc(nulls_last=True), "since", "pk")
TASK, TURN = "task", "turn"
COUNT_AT_MOST = 99
COUNT_SECONDS = 30


def leads(actor: Actor) -> bool:
    """Whether this is one whom approvals wait for, as themselves or on behalf of another."""
    return not LEADER_ROLES.isdisjoint(actor.roles)


def waiting_for(actor: Actor, *, now: datetime) -> QuerySet[Task]:
    """The approvals that wait for ``actor``: soonest deadline first, their own or the case's
    (so those that are overdue lead), without a deadline last; possible now or not yet.

    Only cases that the actor works on: a break-glass shows a case, but gives no say in it. Only
    roles that they hold in that case: who leads another unit is not waited for in this one.
    """
    cases = visible_to(actor, now=now).exclude(status=Status.CLOSED)
    return (
        without_chains(Task.objects.filter(approval=True, case__in=cases))
        .filter(role_in_case(actor, now))
        .order_by(*URGENT_FIRST)
    )


def waiting_keys(actor: Actor, *, now: datetime) -> QuerySet[Any, tuple[object, ...]]:
    """Both kinds of what waits, an approval of one's own and a turn in a chain, in one order:
    urgent first, then the soonest deadline, without one last. Rows are ``(kind, pk, ...)``.
    """
    tasks = (
        waiting_for(actor, now=now)
        .order_by()
        .annotate(
            kind=Value(TASK, output_field=CharField()),
            hurry=Value(0, output_field=IntegerField()),
            due=DUE,
            ready=F("possible"),
        )
    )
    turns = (
        chain_tasks_for(actor)
        .order_by()
        .annotate(
            kind=Value(TURN, output_field=CharField()),
            hurry=Cast("chain__urgent", IntegerField()),
            due=F("chain__deadline"),
            ready=Value(True, output_field=BooleanField()),
        )
    )
    columns = ("kind", "pk", "hurry", "due", "since", "ready")
    both = tasks.values_list(*columns).union(turns.values_list(*columns), all=True)
    return both.order_by("-hurry", F("due").asc(nulls_last=True), "since", "kind", "pk")


def count_waiting(actor: Actor, *, now: datetime) -> int:
    """How many wait, never above 100; remembered half a minute, for it stands in the menu.

    On behalf of another it is that other's list that is counted.
    """
    known = cache.get(_count_key(actor))
    if isinstance(known, int):
        return known
    reader = actor.for_purpose("leadership")  # the menu stands on pages of every purpose
    return remember_count(actor, waiting_keys(reader, now=now)[: COUNT_AT_MOST + 1].count())


def remember_count(actor: Actor, count: int) -> int:
    """Keep a number that a page has just counted, so that its menu need not count again."""
    cache.set(_count_key(actor), count, COUNT_SECONDS)
    return count


def forget_count(actor: Actor) -> None:
    """Called when the actor has answered one."""
    cache.delete(_count_key(actor))


def next_waiting(actor: Actor, *, now: datetime) -> Sequence[tuple[object, ...]]:
    """The key of the most urgent one, if any: first of those that could be done when they last
    moved, then of the rest.
    """
    keys = waiting_keys(actor, now=now).order_by(
        "-ready", "-hurry", F("due").asc(nulls_last=True), "since", "kind", "pk"
    )
    return list(keys[:1])


def answered_by(actor: Actor, *, now: datetime) -> QuerySet[CaseEvent]:
    """What ``actor`` has approved or returned, newest first: also what a stand-in did for them.

    Only in cases that they still work on.
    """
    graphs = _graphs_acted_in(actor)
    ids = {event.id for graph in graphs for event in graph.events if approval_of(graph, event)}
    return (
        CaseEvent.objects.filter(_by(actor), event_id__in=ids, case__in=visible_to(actor, now=now))
        .select_related("case__main_person", "case__main_company")
        .order_by("-recorded_at", "-pk")
    )


def stand_ins_for(actor: Actor, *, now: datetime) -> QuerySet[Substitution]:
    """Whom the actor may act for: now, and in hours to come."""
    return (
        Substitution.objects.filter(stand_in_id=actor.employee_id, ends_at__gt=now)
        .filter(absent__authority_id=actor.authority_id)
        .select_related("absent__user")
        .order_by("starts_at", "absent__name")
    )


def _by(actor: Actor) -> Q:
    ids = actor.user_ids
    return Q(actor_id__in=ids) | Q(on_behalf_of_id__in=ids)


def _graphs_acted_in(actor: Actor) -> list[Graph]:
    versions = CaseEvent.objects.filter(_by(actor)).values_list("case__version_id", flat=True)
    return [graph_for(version) for version in versions.distinct().order_by()]


def _count_key(actor: Actor) -> str:
    absent = actor.on_behalf_of.id if actor.on_behalf_of else ""
    return f"decisions:waiting:{actor.id}:{absent}"
