"""A line of the leader's lists, ready to show: read once for the whole page."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.decisions.summary import headline
from faelled.apps.decisions.verdicts import Verdict, approval_of, drafted_by, verdict_of
from faelled.base.access.actor import Actor
from faelled.base.access.separation import may_approve
from faelled.base.ui.words import Urgency, urgency
from faelled.casework.cases.models import Case, CaseEvent, Status, Task
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.cases.rows import party_name
from faelled.casework.cases.templatetags.cases import once_each
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dcr import Event, Graph, Marking

SOON = frozenset({Urgency.TODAY, Urgency.SOON})


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One approval as a card. ``missing`` is every reason why it cannot be given yet; with none
    it is possible now. ``headline`` is what is decided, ``made`` the step that made it, ``own``
    that the reader is behind that step.
    """

    task: Task
    case: Case
    party: str
    headline: str
    made: CaseEvent | None
    own: bool
    missing: tuple[str, ...]

    now: datetime

    @property
    def key(self) -> str:
        """Which card it is in an address: ``task-12``."""
        return f"task-{self.task.pk}"

    @property
    def possible(self) -> bool:
        return not self.missing

    @property
    def deadline(self) -> datetime | None:
        return due(self.task)

    @property
    def of_case(self) -> bool:
        """Whether the deadline is the case's, and the approval has none of its own."""
        return self.task.deadline is None

    @property
    def overdue(self) -> bool:
        return self.deadline is not None and self.deadline < self.now

    @property
    def urgent(self) -> bool:
        """To be answered today or within days, and not overdue yet."""
        return self.deadline is not None and urgency(self.deadline, self.now) in SOON

    @property
    def made_by(self) -> str:
        return self.made.shown_name if self.made else ""


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """One answer given, in the history; ``approval`` is the step that was answered."""

    step: CaseEvent
    approval: Event
    case: Case
    party: str
    verdict: Verdict

    @property
    def who(self) -> str:
        return self.step.shown_name


def waiting_rows(tasks: Iterable[Task], actor: Actor, *, now: datetime) -> list[WaitingRow]:
    """The cards of a page: one query more, for who made what."""
    tasks = list(tasks)
    of = [(task, _made_by(task)) for task in tasks]
    made = last_steps([task.case for task in tasks], {event.id for _task, event in of if event})
    return [_waiting_row(task, event, made, actor, now) for task, event in of]


def answered_rows(steps: Iterable[CaseEvent], actor: Actor, *, now: datetime) -> list[AnsweredRow]:
    """The lines of the history, without those of graphs where the same id means another step."""
    rows = []
    for step in steps:
        graph = graph_for(step.case.version_id)
        event = event_of(graph, step.event_id)
        approval = approval_of(graph, event) if event else None
        if event is not None and approval is not None:
            party, verdict = (
                party_name(step.case, actor, now=now),
                verdict_of(graph, event, step),
            )
            rows.append(AnsweredRow(step, approval, step.case, party, verdict))
    return rows


def last_steps(
    cases: Sequence[Case], event_ids: Collection[str]
) -> dict[tuple[int, str], CaseEvent]:
    """The last time each of these steps was done, by case and step: without its data, which may be
    long.
    """
    among = {case.pk for case in cases}
    steps = CaseEvent.objects.filter(case_id__in=among, event_id__in=event_ids).defer("data")
    return {(step.case_id, step.event_id): step for step in steps.order_by("seq")}


def missing_for(
    case: Case, event: Event, marking: Marking, made: CaseEvent | None, actor: Actor, now: datetime
) -> tuple[str, ...]:
    """Every reason why ``actor`` cannot do the approval now; nothing where it is lawful."""
    reasons = []
    if case.status == Status.SUSPENDED:
        reasons.append(_("Sagen er sat i bero. Genoptag den først."))
    if made is not None and not may_approve(actor, made.made_by):
        reasons.append(_("Du har selv lavet det, eller det er lavet på dine vegne."))
    engine = engine_for(case.version_id)
    roles = roles_in_case(actor, case, now=now)
    explanation = engine.explain(marking, event.id, at=now, roles=roles)
    return (*reasons, *(reason.text for reason in once_each(explanation)))


def missing_in_case(
    case: Case, event: Event, marking: Marking, *, now: datetime
) -> tuple[str, ...]:
    """What the case itself has against the approval now, whoever gives it."""
    resting = [_("Sagen er sat i bero. Genoptag den først.")]
    reasons = resting if case.status == Status.SUSPENDED else []
    if case.status == Status.CLOSED:
        reasons = [_("Sagen er afsluttet.")]
    explanation = engine_for(case.version_id).explain(marking, event.id, at=now)
    return (*reasons, *(reason.text for reason in once_each(explanation)))


def due(task: Task) -> datetime | None:
    """When an approval must be given: by its own deadline, or by what it holds up in the case."""
    return task.deadline or task.case.next_deadline


def event_of(graph: Graph, id: str) -> Event | None:
    return graph.event(id) if id in graph else None


def subjects_of(cases: Iterable[Case]) -> list[str]:
    """Whom and what a page has shown, for the log of look-ups."""
    cases = list(cases)
    people = {f"person:{case.main_person.uuid}" for case in cases if case.main_person}
    return [*(case.ref for case in cases), *sorted(people)]


def _made_by(task: Task) -> Event | None:
    """The step whose work the task approves, where the graph says so."""
    graph = graph_for(task.case.version_id)
    return event_of(graph, drafted_by(graph.event(task.event_id)) or "")


def _waiting_row(
    task: Task,
    of: Event | None,
    steps: dict[tuple[int, str], CaseEvent],
    actor: Actor,
    now: datetime,
) -> WaitingRow:
    case, event = task.case, graph_for(task.case.version_id).event(task.event_id)
    marking = Marking.from_json(case.marking)
    made = steps.get((case.pk, of.id)) if of else None
    return WaitingRow(
        task=task,
        case=case,
        party=party_name(case, actor, now=now),
        headline=headline(of, marking.values.get(of.id)) if of else "",
        made=made,
        own=made is not None and not may_approve(actor, made.made_by),
        missing=missing_for(case, event, marking, made, actor, now),
        now=now,
    )
