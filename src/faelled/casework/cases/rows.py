"""A row of the work list, ready to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _lazy

from faelled.base.access.actor import Actor
from faelled.base.people.queries import ShownPerson, display_name
from faelled.base.ui.addresses import address_of_each
from faelled.base.ui.badges import Badge, badge_for
from faelled.base.ui.words import Urgency, day_words, deadline_words, urgency
from faelled.casework.cases.models import Case, Status, WaitingFor
from faelled.casework.cases.moves import NOT_OURS, my_moves
from faelled.lib.dates import local_day

WAITS: Mapping[str, str | Promise] = {
    WaitingFor.US: _lazy("Venter på os"),
    WaitingFor.LEADER: _lazy("Venter på lederen"),
    WaitingFor.CITIZEN: _lazy("Venter på borgeren"),
    WaitingFor.OTHERS: _lazy("Venter på andre"),
}


STATES: Mapping[str, Badge] = {
    Status.SUSPENDED: badge_for("suspended"),
    Status.CLOSED: badge_for("done"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in words, with its day and how urgent it is."""

    at: datetime
    words: str
    day: str
    urgency: Urgency


class Line(NamedTuple):
    """What a row needs of its case, and no more: `COLUMNS` in their order. A list only shows, so
    its hundred rows are no hundred models with five more behind each.
    """

    pk: int
    uuid: UUID
    number: str
    title: str
    status: str
    waiting_for: str
    next_task: str
    next_deadline: datetime | None
    handler: str | None
    case_type: str
    company: str | None
    person: int | None
    person_uuid: UUID | None
    person_authority: int | None
    given_name: str | None
    family_name: str | None
    name_protected_until: date | None


COLUMNS = (
    "pk",
    "uuid",
    "number",
    "title",
    "status",
    "waiting_for",
    "next_task",
    "next_deadline",
    "handler__name",
    "case_type__process__title",
    "main_company__name",
    "main_person_id",
    "main_person__uuid",
    "main_person__authority_id",
    "main_person__given_name",
    "main_person__family_name",
    "main_person__name_protected_until",
)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One case as a line, all worked out: a page of a hundred renders it a hundred times.

    ``case_type`` is "" where the title says the same; ``handler`` is "" where nobody has it.
    """

    ref: str
    url: str
    number: str
    title: str
    case_type: str
    party: str
    person_uuid: UUID | None
    badge: Badge
    next_task: str
    due: Due | None
    handler: str


def work_rows(cases: QuerySet[Case], actor: Actor, *, now: datetime) -> list[WorkRow]:
    """The rows of a page of cases, in its order: one query, and one for whose move they are."""
    lines = [Line(*row) for row in cases.values_list(*COLUMNS)]
    mine, today = my_moves(lines, actor, now=now), local_day(now)
    address = address_of_each("cases:case")
    return [
        WorkRow(
            ref=f"case:{line.uuid}",
            url=address(line.uuid),
            number=line.number,
            title=line.title,
            case_type=type_words(line.title, line.case_type),
            party=_party(line, actor, today),
            person_uuid=line.person_uuid,
            badge=state_of(line, mine=line.pk in mine),
            next_task=line.next_task,
            due=due_of(line.next_deadline, now),
            handler=line.handler or "",
        )
        for line in lines
    ]


def _party(line: Line, actor: Actor, today: date) -> str:
    """As `party_name`, of a line."""
    if line.person is None:
        return line.company or ""
    person = ShownPerson(
        line.person,
        line.person_authority or 0,
        line.given_name or "",
        line.family_name or "",
        line.name_protected_until,
    )
    return display_name(person, actor, today)


def state_of(case: Line, *, mine: bool) -> Badge:
    """The state of a case as a badge: whose move it is, unless it rests or is over."""
    known = STATES.get(case.status)
    if known is not None:
        return known
    waiting = waiting_words(case, mine=mine)
    return badge_for("waiting", waiting) if waiting else badge_for("active")


def due_of(at: datetime | None, now: datetime) -> Due | None:
    """The next deadline as a row shows it."""
    if at is None:
        return None
    return Due(at, deadline_words(at, now), day_words(local_day(at)), urgency(at, now))


def type_words(title: str, case_type: str) -> str:
    """What kind of case it is, where its title does not say so: ``"Tabt arbejdsfortjeneste"``."""
    return "" if title.casefold() == case_type.casefold() else case_type


def waiting_words(case: Case | Line, *, mine: bool) -> str:
    """Whose move it is, for those who work on the case: ``"Venter på borgeren"``, or "". ``mine``:
    the reader holds the role, so it is neither a leader somewhere nor somebody else.
    """
    if mine and case.waiting_for in NOT_OURS:
        return gettext("Venter på dig")
    return str(WAITS.get(case.waiting_for, ""))


def party_name(case: Case, actor: Actor, *, now: datetime) -> str:
    """Whom the case is about, as this reader may see the name."""
    if case.main_person is not None:
        return display_name(case.main_person, actor, local_day(now))
    return case.main_company.name if case.main_company is not None else ""
