"""A row of the work list, ready to show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

from faelled.base.access.actor import Actor
from faelled.base.people.queries import display_name
from faelled.casework.cases.models import Case, WaitingFor
from faelled.lib.dates import local_day

WAITS: Mapping[str, str | Promise] = {
    WaitingFor.US: _lazy("Venter på os"),
    WaitingFor.LEADER: _lazy("Venter på lederen"),
    WaitingFor.CITIZEN: _lazy("Venter på borgeren"),
    WaitingFor.OTHERS: _lazy("Venter på andre"),
}


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One case as a line. ``case_type`` is "" where the title says the same."""

    case: Case
    case_type: str
    party: str
    person_uuid: UUID | None
    waiting: str
    overdue: bool


def work_rows(cases: Iterable[Case], actor: Actor, *, now: datetime) -> list[WorkRow]:
    """The rows of a page; the cases come with all that a row shows."""
    return [
        WorkRow(
            case=case,
            case_type=type_words(case),
            party=party_name(case, actor, now=now),
            person_uuid=case.main_person.uuid if case.main_person else None,
            waiting=waiting_words(case),
            overdue=case.next_deadline is not None and case.next_deadline < now,
        )
        for case in cases
    ]


def type_words(case: Case) -> str:
    """What kind of case it is, where its title does not say so: ``"Tabt arbejdsfortjeneste"``."""
    title = case.case_type.process.title
    return "" if case.title.casefold() == title.casefold() else title


def waiting_words(case: Case) -> str:
    """Whose move it is, for those who work on the case: ``"Venter på borgeren"``, or ""."""
    return str(WAITS.get(case.waiting_for, ""))


def party_name(case: Case, actor: Actor, *, now: datetime) -> str:
    """Whom the case is about, as this reader may see the name."""
    if case.main_person is not None:
        return display_name(case.main_person, actor, local_day(now))
    return case.main_company.name if case.main_company is not None else ""
