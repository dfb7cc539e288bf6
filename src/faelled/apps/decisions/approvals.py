"""One approval as a page: what is decided, whether it is lawful now, and what has been answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.utils.translation import gettext as _

from faelled.apps.decisions.drafts import (
    AnsweredVersion,
    Letter,
    answered_versions,
    letters_of,
)
from faelled.apps.decisions.models import Chain, ChainState
from faelled.apps.decisions.rows import due, event_of
from faelled.apps.decisions.summary import Answer, Line, answers, summary
from faelled.apps.decisions.verdicts import (
    Verdict,
    buttons,
    drafted_by,
    sending_back,
    verdict_of,
)
from faelled.base.access.actor import Actor
from faelled.base.access.separation import may_approve
from faelled.casework.cases.answers import scope_of
from faelled.casework.cases.effects import EFFECTS, AttemptContext
from faelled.casework.cases.models import Case, CaseEvent, Status, Task
from faelled.casework.cases.queries import roles_in_case, visible_to
from faelled.casework.cases.rows import party_name
from faelled.casework.processes.engines import graph_for
from faelled.lib.dcr import Event, Graph, Marking, UnknownEvent


@dataclass(frozen=True, slots=True)
class Answered:
    """A step of the approval's story, as a line of a timeline: the draft (no verdict), or an
    answer to it.
    """

    step: CaseEvent
    verdict: Verdict | None
    versions: tuple[AnsweredVersion, ...] = ()

    @property
    def at(self) -> datetime:
        return self.step.at

    @property
    def who(self) -> str:
        return self.step.shown_name

    @property
    def title(self) -> str:
        return self.verdict.label if self.verdict else self.step.label

    @property
    def text(self) -> str:
        """What was written, and which version of the letter it was written to."""
        written = [self.verdict.comment] if self.verdict and self.verdict.comment else []
        seen = [
            _("%(title)s, udgave %(number)d (kontrolsum %(checksum)s)")
            % {"title": one.title, "number": one.number, "checksum": one.checksum}
            for one in self.versions
        ]
        return "\n".join([*written, *seen])

    @property
    def icon(self) -> str:
        return self.verdict.look.icon if self.verdict else "edit"


@dataclass(frozen=True, slots=True)
class Approval:
    """Everything the page shows. ``task`` is None when nobody waits for the answer any more.

    ``own``: the reader is behind the draft. ``against`` is what speaks against this reader beside
    the graph (own work, a case at rest).
    """

    case: Case
    graph: Graph
    event: Event
    decision: Event | None
    party: str
    task: Task | None
    lines: tuple[Line, ...]
    answers: tuple[Answer, ...]
    made: CaseEvent | None
    story: tuple[Answered, ...]
    letters: tuple[Letter, ...]
    own: bool
    against: tuple[str, ...]
    buttons: tuple[Verdict, ...]

    @property
    def deadline(self) -> datetime | None:
        """When the answer must be given; None when nobody waits for it or nothing runs."""
        return due(self.task) if self.task else None

    @property
    def made_by(self) -> str:
        return self.made.shown_name if self.made else ""

    @property
    def last_answer(self) -> Answered | None:
        """The latest answer given, if it was given to the draft that lies there now."""
        given = [told for told in self.story if told.verdict is not None]
        if not given or (self.made is not None and given[-1].step.seq < self.made.seq):
            return None
        return given[-1]


def find_approval(
    actor: Actor, uuid: UUID, event_id: str, *, now: datetime
) -> tuple[Case, Event, UUID | None]:
    """The case, its approval, and the chain that it waits for, if any. 404 where there is none,
    where the reader does not work on the case, and where the approval is not for the roles that
    ``actor`` holds in it, all alike.
    """
    waited_for = Chain.objects.filter(case=OuterRef("pk"), event_id=event_id, state=ChainState.OPEN)
    case = (
        visible_to(actor, now=now)
        .select_related("main_person", "main_company")
        .prefetch_related("assignments")
        .annotate(waited_for=Subquery(waited_for.values("uuid")[:1]))
        .filter(uuid=uuid)
        .first()
    )
    if case is None:
        raise Http404
    try:
        event = graph_for(case.version_id).event(event_id)
    except UnknownEvent as error:
        raise Http404 from error
    if drafted_by(event) is None:
        raise Http404
    if not roles_in_case(actor, case, now=now).intersection(event.roles):
        raise Http404
    return case, event, case.waited_for


def read_approval(case: Case, event: Event, actor: Actor, *, now: datetime) -> Approval:
    """Read the page of one approval for one reader: four queries."""
    graph, marking = graph_for(case.version_id), Marking.from_json(case.marking)
    decision = event_of(graph, drafted_by(event) or "")
    told = [one for one in (event, decision, sending_back(graph, event)) if one is not None]
    steps = list(case.events.filter(event_id__in=[one.id for one in told]).order_by("seq"))
    value = marking.values.get(decision.id) if decision else None
    made = _last(steps, decision)
    letters = letters_of(case, decision, actor, now=now) if decision else ()
    return Approval(
        case=case,
        graph=graph,
        event=event,
        decision=decision,
        party=party_name(case, actor, now=now),
        task=case.tasks.filter(event_id=event.id).first(),
        lines=summary(graph, decision, value, event, scope_of(marking), now=now)
        if decision
        else (),
        answers=answers(decision, value) if decision else (),
        made=made,
        story=tuple(_told(graph, decision, step, letters) for step in steps),
        letters=letters,
        own=made is not None and not may_approve(actor, made.made_by),
        against=speaks_against(case, graph, event, marking, actor, now=now),
        buttons=buttons(graph, event),
    )


def speaks_against(
    case: Case, graph: Graph, event: Event, marking: Marking, actor: Actor, *, now: datetime
) -> tuple[str, ...]:
    """What the approval's own check says before the leader taps: above all, not one's own work."""
    resting = (
        [_("Sagen er sat i bero. Genoptag den først.")] if case.status == Status.SUSPENDED else []
    )
    attempts = (
        (handler, AttemptContext(case, graph, event, effect, marking, None, actor, now))
        for handler, effect in EFFECTS.of(event)
        if effect.kind == "approve"
    )
    said = (message for handler, attempt in attempts for message in handler.check(attempt))
    return (*resting, *said)


def _last(steps: Sequence[CaseEvent], decision: Event | None) -> CaseEvent | None:
    made = [step for step in steps if decision is not None and step.event_id == decision.id]
    return made[-1] if made else None


def _told(
    graph: Graph, decision: Event | None, step: CaseEvent, letters: Sequence[Letter]
) -> Answered:
    if decision is not None and step.event_id == decision.id:
        return Answered(step, None)
    verdict = verdict_of(graph, graph.event(step.event_id), step)
    return Answered(step, verdict, answered_versions(letters, step))
