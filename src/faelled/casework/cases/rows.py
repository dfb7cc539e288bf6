"""A row of the work list, ready to show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _lazy

from faelled.base.access.actor import Actor
from faelled.base.people.queries import display_name
from faelled.base.ui.badges import Badge, badge_for
from faelled.base.ui.words import Urgency, deadline_words, urgency
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


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One case as a line, all worked out: a page of a hundred renders it a hundred times.

    ``case_type`` is "" where the title says the same.
    """

    case: Case
    url: str
    case_type: str
    party: str
    person_uuid: UUID | None
    badge: Badge
    due: Due | None


def work_rows(cases: Iterable[Case], actor: Actor, *, now: datetime) -> list[WorkRow]:
    """The rows of a page; the cases come with all that a row shows."""
    cases = list(cases)
    mine = my_moves(cases, actor, now=now)
    return [
        WorkRow(
            case=case,
            url=reverse("cases:case", args=[case.uuid]),
            case_type=type_words(case),
            party=party_name(case, actor, now=now),
            person_uuid=case.main_person.uuid if case.main_person else None,
            badge=state_of(case, mine=case.pk in mine),
            due=due_of(case.next_deadline, now),
        )
        for case in cases
    ]


def state_of(case: Case, *, mine: bool) -> Badge:
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
    shown = date_format(local_day(at), "j. F Y")
    return Due(at, deadline_words(at, now), shown, urgency(at, now))


def type_words(case: Case) -> str:
    """What kind of case it is, where its title does not say so: ``"Tabt arbejdsfortjeneste"``."""
    title = case.case_type.process.title
    return "" if case.title.casefold() == title.casefold() else title


def waiting_words(case: Case, *, mine: bool) -> str:
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
