"""My cases: one page of them, each with its state, whose move it is, and the next deadline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q

from faelled.apps.intake import wording
from faelled.apps.intake.party import may_read, owed_to
from faelled.base.access.actor import Actor
from faelled.base.people.queries import display_name
from faelled.casework.cases.models import Case, Party, Status, Task
from faelled.casework.cases.queries import visible_to
from faelled.casework.processes.engines import graph_for
from faelled.lib.dates import local_day
from faelled.lib.dcr import UnknownEvent

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class CaseCard:
    """One case in the list. ``step`` is the one thing the reader is waited for, if any."""

    case: Case
    badge: str
    status: str
    about: str
    step: str
    deadline: str
    urgent: bool


def my_cases(
    actor: Actor, number: str | None, *, now: datetime
) -> tuple[Page[Case], list[CaseCard]]:
    """One page of the cases in which ``actor`` is a party or acts for one, the newest first.

    Five queries, however many cases there are.
    """
    cases = visible_to(actor, now=now).select_related("main_person").order_by("-opened_at", "-pk")
    page = Paginator(cases, A_PAGE).get_page(number)
    rows = list(page.object_list)
    roles = _roles(rows, actor, now)
    tasks = _tasks(rows)
    cards = [_card(c, roles.get(c.pk, frozenset()), tasks.get(c.pk, []), actor, now) for c in rows]
    return page, cards


def _roles(cases: Sequence[Case], actor: Actor, now: datetime) -> Mapping[int, frozenset[str]]:
    """Case id -> the graph roles the actor has in it, in one query."""
    current = Q(valid_from__lte=now) & (Q(valid_to__isnull=True) | Q(valid_to__gt=now))
    rows = Party.objects.filter(
        current, case__in=cases, person_id__in=actor.represents, sees_case=True
    ).exclude(graph_role="")
    found: dict[int, set[str]] = {}
    for case_id, role in rows.values_list("case_id", "graph_role"):
        found.setdefault(case_id, set()).add(role)
    return {case_id: frozenset(names) for case_id, names in found.items()}


def _tasks(cases: Sequence[Case]) -> Mapping[int, list[Task]]:
    found: dict[int, list[Task]] = {}
    for task in Task.objects.filter(case__in=cases):
        found.setdefault(task.case_id, []).append(task)
    return found


def _card(
    case: Case, roles: frozenset[str], tasks: list[Task], actor: Actor, now: datetime
) -> CaseCard:
    waits = sorted((t for t in tasks if t.role in roles and t.possible), key=_soonest)
    badge, status = wording.status_words(
        case.status, my_move=bool(waits), waiting_for=case.waiting_for
    )
    is_open = case.status == Status.OPEN
    due = waits[0].deadline if waits else None
    if due is not None:
        line = wording.mine(due, now)
    else:
        due = _owed_by(case, roles, tasks)
        line = wording.theirs(due, now) if due else ""
    person = case.main_person
    other = person is not None and person.pk != actor.person_id
    return CaseCard(
        case=case,
        badge=badge,
        status=status,
        about=display_name(person, actor, local_day(now)) if person and other else "",
        step=waits[0].label if waits and is_open else "",
        deadline=line if is_open else "",
        urgent=bool(is_open and due and due < now),
    )


def _owed_by(case: Case, roles: frozenset[str], tasks: list[Task]) -> datetime | None:
    """When the authority must next have done something that the party may know of."""
    graph = graph_for(case.version_id)
    owed = owed_to(graph, roles)
    dates = []
    for task in tasks:
        if task.deadline is None or task.role in roles:
            continue
        try:
            event = graph.event(task.event_id)
        except UnknownEvent:
            continue
        if event.id in owed or may_read(event, roles):
            dates.append(task.deadline)
    return min(dates, default=None)


def _soonest(task: Task) -> tuple[bool, float]:
    return (task.deadline is None, task.deadline.timestamp() if task.deadline else 0.0)
