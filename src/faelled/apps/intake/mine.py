"""My cases: one page of them, each with its state, whose move it is, and the next deadline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Window

from faelled.apps.intake import wording
from faelled.apps.intake.effects import CO_SIGNATURE, told
from faelled.apps.intake.party import may_read, owed_to
from faelled.base.access.actor import Actor
from faelled.base.people.queries import display_name
from faelled.casework.cases.models import Case, Party, Status, Task
from faelled.casework.cases.queries import visible_to
from faelled.casework.documents.models import Dispatch
from faelled.casework.processes.engines import graph_for
from faelled.lib.dates import end_of_day, local_day

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
) -> tuple[Page[int], list[CaseCard]]:
    """One page of the cases in which ``actor`` is a party or acts for one, the newest first; the
    Page is for the links below the list.

    Three queries, however many cases there are: how many comes with the rows.
    """
    cases = _with_complaint(visible_to(actor, now=now), actor)
    rows, total = _slice(cases, number)
    page = Paginator(range(total), A_PAGE).get_page(number)
    if not rows and total:
        rows = list(cases[page.start_index() - 1 : page.end_index()])
    roles, tasks = _roles(rows, actor, now), _tasks(rows)
    known = (
        _Known(
            case=case,
            roles=roles.get(case.pk, frozenset()),
            tasks=tasks.get(case.pk, []),
            complaint_until=case.complaint_until,
        )
        for case in rows
    )
    return page, [_card(one, actor, now) for one in known]


def _with_complaint(cases: QuerySet[Case], actor: Actor) -> QuerySet[Any]:
    """The cases in order, each with the last day to complain of its latest decision."""
    sent = Dispatch.objects.filter(
        document__case=OuterRef("pk"),
        party__person_id__in=actor.represents,
        complaint_until__isnull=False,
    )
    until = sent.order_by("-sent_at").values("complaint_until")[:1]
    return (
        cases.annotate(complaint_until=Subquery(until), total=Window(Count("pk")))
        .select_related("main_person")
        .order_by("-opened_at", "-pk")
    )


def _slice(cases: QuerySet[Any], number: str | None) -> tuple[list[Any], int]:
    """The rows of the page that was asked for, and how many there are on all pages."""
    first = (int(number) - 1) * A_PAGE if number and number.isdecimal() and len(number) < 6 else 0
    rows = list(cases[max(first, 0) : max(first, 0) + A_PAGE])
    return rows, rows[0].total if rows else cases.count()


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


@dataclass(frozen=True, slots=True)
class _Known:
    """What has been read of one case."""

    case: Case
    roles: frozenset[str]
    tasks: list[Task]
    complaint_until: date | None


def _card(known: _Known, actor: Actor, now: datetime) -> CaseCard:
    case = known.case
    waits = sorted((t for t in known.tasks if t.role in known.roles and t.possible), key=_soonest)
    badge, status = wording.status_words(
        case.status, my_move=bool(waits), waiting_for=case.waiting_for
    )
    is_open = case.status == Status.OPEN
    due = waits[0].deadline if waits else None
    person = case.main_person
    other = person is not None and person.pk != actor.person_id
    return CaseCard(
        case=case,
        badge=badge,
        status=status,
        about=display_name(person, actor, local_day(now)) if person and other else "",
        step=waits[0].label if waits and is_open else "",
        deadline=_line(known, due, now),
        urgent=bool(is_open and due and due < now),
    )


def _line(known: _Known, mine: datetime | None, now: datetime) -> str:
    """The one deadline the list has room for: the reader's own, then the one for complaining,
    then what the authority owes them.
    """
    if known.case.status == Status.OPEN and mine is not None:
        return wording.mine(mine, now)
    if known.complaint_until is not None and known.complaint_until >= local_day(now):
        return wording.complaint(end_of_day(known.complaint_until), now)
    theirs = _owed_by(known) if known.case.status == Status.OPEN else None
    return wording.theirs(theirs, now) if theirs else ""


def _owed_by(known: _Known) -> datetime | None:
    """When the authority must next have done something that the party may know of."""
    graph = graph_for(known.case.version_id)
    owed = owed_to(graph, known.roles)
    dates = []
    for task in known.tasks:
        if task.deadline is None or task.role in known.roles or task.event_id not in graph:
            continue
        event = graph.event(task.event_id)
        if told(event, CO_SIGNATURE) is not None:  # another party's time, not the authority's
            continue
        if task.event_id in owed or may_read(event, known.roles):
            dates.append(task.deadline)
    return min(dates, default=None)


def _soonest(task: Task) -> tuple[bool, float]:
    return (task.deadline is None, task.deadline.timestamp() if task.deadline else 0.0)
