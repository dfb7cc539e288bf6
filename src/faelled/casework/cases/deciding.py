"""What a step would do to a case: asked of the graph, the form's rules and the effects.

Nothing is stored here. `actions.step` stores what somebody does now, `actions.replay` what a log
of another system says was done; both ask the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.casework.cases.answers import answers_to_value, value_to_row
from faelled.casework.cases.effects import AttemptContext, EffectHandler
from faelled.casework.cases.errors import CaseError, CaseNotOpen, StepNotAllowed, StepRefused
from faelled.casework.cases.models import Case, CaseEvent, Status
from faelled.casework.cases.prefill import known_in
from faelled.casework.processes.automatic import is_automatic
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dcr import Effect, Engine, Event, Graph, Marking, UnknownEvent, Value


@dataclass(frozen=True, slots=True)
class Move:
    """A step that the case's rules allow: all that storing it needs."""

    case: Case
    graph: Graph
    event: Event
    before: Marking
    after: Marking
    value: Value
    roles: frozenset[str]
    at: datetime
    by: Actor
    now: datetime


def decide(
    case: Case,
    marking: Marking,
    event_id: str,
    answers: Mapping[str, Sequence[str]],
    *,
    roles: frozenset[str],
    at: datetime,
    by: Actor,
    now: datetime,
) -> Move:
    """The move that a step makes from ``marking``.

    Raises CaseError (no such step), StepNotAllowed with every reason, or DataRefused by field.
    """
    graph, engine = graph_for(case.version_id), engine_for(case.version_id)
    try:
        event = graph.event(event_id)
        explanation = engine.explain(marking, event.id, at=at, roles=roles)
    except UnknownEvent as error:
        raise CaseError(_("Sagens regler har ikke det trin.")) from error
    if not explanation.possible:
        raise StepNotAllowed(explanation)
    known = known_in(case, event, graph, marking, roles, by=by, now=now)
    value = answers_to_value(event, answers, marking, case=case.uuid, known=known, now=now)
    after = engine.execute(marking, event.id, at=at, roles=roles, value=value)
    return Move(case, graph, event, marking, after, value, roles, at, by, now)


def ask_effects(move: Move, effects: Sequence[tuple[EffectHandler, Effect]]) -> None:
    """Raise StepRefused with all that the effects have against the step."""
    against = [
        message
        for handler, effect in effects
        for message in handler.check(
            AttemptContext(
                case=move.case,
                graph=move.graph,
                event=move.event,
                effect=effect,
                marking=move.before,
                values=move.value,
                by=move.by,
                now=move.now,
            )
        )
    ]
    if against:
        raise StepRefused(*against)


def refuse_unless_open(case: Case) -> None:
    """Raise CaseNotOpen where no step can be done in the case, whatever its rules say."""
    if case.status == Status.CLOSED:
        raise CaseNotOpen(_("Sagen er afsluttet. Genåbn den, før du gør mere i den."))
    if case.status == Status.SUSPENDED:
        raise CaseNotOpen(_("Sagen er sat i bero. Genoptag den, før du gør mere i den."))


def step_row(move: Move, *, seq: int, key: str) -> CaseEvent:
    """The step as it is stored; not saved yet."""
    event, by = move.event, move.by
    due = move.before.pending.get(event.id)
    return CaseEvent(
        case=move.case,
        seq=seq,
        event_id=event.id,
        label=event.label,
        actor_id=by.id,
        actor_name=by.name,
        actor_kind=by.kind,
        unit_id=by.home_unit_id,
        role=next((role for role in event.roles if role in move.roles), ""),
        on_behalf_of_id=by.on_behalf_of.id if by.on_behalf_of else "",
        on_behalf_of_name=by.on_behalf_of.name if by.on_behalf_of else "",
        data=value_to_row(move.value),
        at=move.at,
        recorded_at=move.now,
        overdue=due is not None and move.at > due,
        key=key,
    )


def owed_by_system(engine: Engine, marking: Marking, *, at: datetime) -> Event | None:
    """The first step that the graph owes, leaves to the system and allows."""
    for event in engine.events(marking):
        owed = is_automatic(event) and event.id in marking.pending
        if owed and engine.check(marking, event.id, at=at):
            return event
    return None
