"""A row of the work list, ready to show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from faelled.base.access.actor import Actor
from faelled.base.people.queries import display_name
from faelled.casework.cases.models import Case, Task, WaitingFor
from faelled.lib.dates import local_day


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One case as a line: ``next_task`` is what is owed first, in the graph's own words."""

    case: Case
    party: str
    person_uuid: UUID | None
    waiting: str
    next_task: str
    overdue: bool


def work_rows(cases: Iterable[Case], actor: Actor, *, now: datetime) -> list[WorkRow]:
    """The rows of a page, with one query for all their tasks."""
    cases = list(cases)
    tasks = first_tasks([case.pk for case in cases])
    return [
        WorkRow(
            case=case,
            party=party_name(case, actor, now=now),
            person_uuid=case.main_person.uuid if case.main_person else None,
            waiting=(
                "" if case.waiting_for == WaitingFor.NOBODY else case.get_waiting_for_display()
            ),
            next_task=tasks.get(case.pk, ""),
            overdue=case.next_deadline is not None and case.next_deadline < now,
        )
        for case in cases
    ]


def party_name(case: Case, actor: Actor, *, now: datetime) -> str:
    """Whom the case is about, as this reader may see the name."""
    if case.main_person is not None:
        return display_name(case.main_person, actor, local_day(now))
    return case.main_company.name if case.main_company is not None else ""


def first_tasks(case_ids: list[int]) -> Mapping[int, str]:
    """The label of the first task of each case: what can be done now, soonest deadline first."""
    rows = Task.objects.filter(case_id__in=case_ids).order_by("case_id", "-possible", "deadline")
    first: dict[int, str] = {}
    for row in rows.only("case_id", "label"):
        first.setdefault(row.case_id, row.label)
    return first
