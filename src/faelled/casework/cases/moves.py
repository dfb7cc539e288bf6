"""Whose move it is, for one reader: by the roles they hold in each case."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from faelled.base.access.actor import Actor
from faelled.casework.cases.models import (
    Assignment,
    CaseTypeRole,
    Status,
    Task,
    WaitingFor,
)
from faelled.casework.cases.queries import current

# What waits for a unit's caseworkers waits for the one who handles it.
OF_THE_UNIT = "caseworker"
# What can be done now; and, where nothing can, what stands first all the same.
NEXT = Q(possible=True) | Q(label=F("case__next_task"))
NOT_OURS = (WaitingFor.LEADER, WaitingFor.OTHERS)


def role_in_case(actor: Actor, now: datetime) -> Q:
    """Of a task: its role is the actor's in its case. The filter's twin of `roles_in_case`."""
    units: dict[str, list[int]] = {}
    for unit, role in actor.unit_roles:
        units.setdefault(role, []).append(unit)
    held = Q(pk__in=[])
    for role, where in units.items():
        held |= Q(role=role, case__owner_unit_id__in=where)
    opened = CaseTypeRole.objects.filter(
        case_type=OuterRef("case__case_type"), role=OuterRef("role")
    )
    given = Assignment.objects.filter(
        current(now),
        Q(employee_id__in=actor.employee_ids) | Q(unit_id__in=actor.unit_ids),
        case=OuterRef("case"),
        role=OuterRef("role"),
    )
    return held | (Q(role__in=actor.roles) & Q(Exists(opened))) | Q(Exists(given))


def waits_for(actor: Actor, now: datetime) -> Q:
    """Of a case: what comes next is the reader's. A caseworker's task is the handler's."""
    handled = Q(handler_id__in=actor.employee_ids, waiting_for=WaitingFor.US)
    return Q(status=Status.OPEN) & (handled | Q(Exists(_tasks_of(actor, now, OuterRef("pk")))))


class Waiting(Protocol):
    """A case, or a line of a list, that says whose move it is."""

    @property
    def pk(self) -> int: ...

    @property
    def waiting_for(self) -> str: ...


def my_moves(cases: Iterable[Waiting], actor: Actor, *, now: datetime) -> frozenset[int]:
    """Which of a page's cases wait for the reader, of those that seem to wait for somebody else;
    one query, and none where no case does. What the unit's caseworkers could do meanwhile is no
    move of theirs: the case waits for the leader until the leader has answered.
    """
    asked = [case.pk for case in cases if case.waiting_for in NOT_OURS]
    if not asked:
        return frozenset()
    tasks = Task.objects.filter(role_in_case(actor, now), NEXT, case__in=asked)
    tasks = tasks.exclude(role=OF_THE_UNIT)
    return frozenset(tasks.values_list("case_id", flat=True))


def _tasks_of(actor: Actor, now: datetime, case: OuterRef) -> QuerySet[Task]:
    tasks = Task.objects.filter(role_in_case(actor, now), NEXT, case=case)
    return tasks.exclude(role=OF_THE_UNIT)
