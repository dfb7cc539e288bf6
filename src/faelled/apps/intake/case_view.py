"""The citizen's page of one case, as data."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from faelled.apps.intake import party, wording
from faelled.apps.intake.cosigning import Asked, asked_of
from faelled.apps.intake.late import can_be_done_in
from faelled.apps.intake.letters import Letter, complaint_deadline, letter_behind, letters_to
from faelled.apps.intake.models import Draft
from faelled.apps.intake.offers import is_open
from faelled.apps.intake.party import Happened, Looked
from faelled.apps.intake.queries import visible_to
from faelled.apps.intake.wording import PlainDeadline
from faelled.base.access.actor import Actor
from faelled.base.people.queries import display_name
from faelled.casework.cases.models import Case, Status
from faelled.casework.cases.page import StepRow, Steps, sort_steps
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dates import local_day
from faelled.lib.dcr import Citation, Graph, Marking
from faelled.lib.dcr.copies import read_name

LOOKS_SHOWN = 5
# The shipped process by which anybody asks for access to documents.
ACCESS = "aktindsigt"


@dataclass(frozen=True, slots=True)
class CanDo:
    """A step that the party can take now. ``wanted``: the case waits for it; ``letter``: what it
    answers.
    """

    id: str
    label: str
    help: str
    cites: tuple[Citation, ...]
    wanted: bool
    begun: bool
    deadline: str
    overdue: bool
    letter: Letter | None = None


@dataclass(frozen=True, slots=True)
class NotYet:
    """A step that is the party's to take, but not now; ``reasons`` says why."""

    label: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhaseMark:
    """A stretch of the case for the step list: done, current or todo."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything the page shows, read once."""

    badge: str
    status: str
    reason: str
    about: str
    unit: str
    access: str
    phases: tuple[PhaseMark, ...]
    can_do: tuple[CanDo, ...]
    not_yet: tuple[NotYet, ...]
    deadlines: Sequence[PlainDeadline]
    happened: Sequence[Happened]
    letters: Sequence[Letter]
    looks: Sequence[Looked]
    more_looks: bool
    asked: Asked | None = None

    @property
    def my_move(self) -> bool:
        """Whether the case waits for the reader."""
        return any(step.wanted for step in self.can_do)

    @property
    def next_deadline(self) -> PlainDeadline | None:
        """What happens next at the latest, the reader's own before the authority's: said at the
        top, for one who reads no further.
        """
        return min(self.deadlines, key=lambda one: (not one.mine, one.due), default=None)

    @property
    def decision(self) -> Letter | None:
        """The latest decision that has been sent to them."""
        return next((letter for letter in self.letters if letter.decides), None)


def case_view(case: Case, actor: Actor, *, now: datetime) -> CaseView:
    """Read the page of one case for one party, or for one who acts for a party."""
    graph, engine = graph_for(case.version_id), engine_for(case.version_id)
    marking = Marking.from_json(case.marking)
    roles = roles_in_case(actor, case, now=now)
    steps = sort_steps(graph, engine, marking, roles, now)
    drafts = visible_to(actor).filter(case=case, sent_at__isnull=True)
    looks, letters = party.looks_at(case), letters_to(case, actor, now=now)
    behind = partial(letter_behind, graph=graph, letters=letters)
    can_do = what_can_be_done(case, steps, roles, drafts, behind, now)
    badge, status = wording.status_words(
        case.status, my_move=any(step.wanted for step in can_do), waiting_for=case.waiting_for
    )
    return CaseView(
        badge=badge,
        status=status,
        reason=case.status_reason if case.status == Status.SUSPENDED else "",
        about=_about(case, actor, now),
        unit=case.owner_unit.name,
        access=_access_service(case, graph),
        phases=phases_of(case, graph, marking),
        can_do=can_do,
        not_yet=what_must_wait(case, graph, steps, roles),
        deadlines=all_deadlines(party.deadlines_for(case, graph, roles, now), letters),
        happened=party.happened(case, graph, roles, actor, letters),
        letters=letters,
        looks=looks[:LOOKS_SHOWN],
        more_looks=len(looks) > LOOKS_SHOWN,
        asked=asked_of(case, roles),
    )


def all_deadlines(
    running: Sequence[PlainDeadline], letters: list[Letter]
) -> Sequence[PlainDeadline]:
    """Those that the graph runs, and the one for complaining, which runs from the real sending."""
    complaint = complaint_deadline(letters)
    return [*running, *([complaint] if complaint else [])]


def what_can_be_done(
    case: Case,
    steps: Steps,
    roles: frozenset[str],
    drafts: Iterable[Draft],
    behind: Callable[[str], Letter | None],
    now: datetime,
) -> tuple[CanDo, ...]:
    """The party's possible steps, also those that open an ended case; what it waits for first."""
    begun = {draft.event_id for draft in drafts}
    rows = party.own_steps(steps.now, roles)
    return tuple(
        _can_do(row, begun, behind(row.event.id), now)
        for row in rows
        if can_be_done_in(case, row.event)
    )


def what_must_wait(
    case: Case, graph: Graph, steps: Steps, roles: frozenset[str]
) -> tuple[NotYet, ...]:
    """The party's steps that the case waits for and that are not possible yet."""
    if case.status != Status.OPEN:
        return ()
    return tuple(
        NotYet(row.event.label, party.reasons_for_people(row.explanation, graph, roles))
        for row in party.own_steps(steps.blocked, roles)
        if row.pending
    )


def phases_of(case: Case, graph: Graph, marking: Marking) -> tuple[PhaseMark, ...]:
    """How far the case is: the phase of its latest step is the current one.

    A phase before it in which nothing was done has been passed over, and one after it in which
    nothing is part of the case may never come: both are left out. When something has come of the
    case, no more is promised.
    """
    known = {*marking.executed, *marking.included}
    copies = [graph.event(id) for id in sorted(known) if read_name(id) and id in graph]
    events = [*graph.events, *copies]
    done = [event for event in events if event.id in marking.executed]
    reached = {event.phase for event in done}
    here = {event.phase for event in events if event.id in marking.included}
    latest = max(reversed(done), key=lambda event: marking.executed[event.id], default=None)
    place = next((i for i, p in enumerate(graph.phases) if latest and p.id == latest.phase), -1)
    marks = []
    for number, phase in enumerate(graph.phases):
        if number == place:
            state = "done" if case.status == Status.CLOSED else "current"
            marks.append(PhaseMark(phase.label, state))
        elif number < place and phase.id in reached:
            marks.append(PhaseMark(phase.label, "done"))
        elif number > place and phase.id in here and not case.result:
            marks.append(PhaseMark(phase.label, "todo"))
    return tuple(marks)


def _can_do(row: StepRow, begun: set[str], letter: Letter | None, now: datetime) -> CanDo:
    due = row.deadline if row.pending else None
    return CanDo(
        id=row.event.id,
        label=row.event.label,
        help=row.event.help,
        cites=row.event.cites,
        wanted=row.pending,
        begun=row.event.id in begun,
        deadline=wording.mine(due, now) if due else "",
        overdue=due is not None and due < now,
        letter=letter,
    )


def _access_service(case: Case, graph: Graph) -> str:
    """Where a party asks to see the papers (forvaltningsloven § 9), if one can ask here; not from
    a case that is itself such a question.
    """
    asks_already = graph.id == ACCESS
    return ACCESS if not asks_already and is_open(ACCESS, case.authority_id) else ""


def _about(case: Case, actor: Actor, now: datetime) -> str:
    person = case.main_person
    if person is None or person.pk == actor.person_id:
        return ""
    return display_name(person, actor, local_day(now))
