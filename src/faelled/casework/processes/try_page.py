"""The try-out of a process as a page: what has happened, what may happen, what may not and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from faelled.casework.processes.automatic import is_automatic
from faelled.casework.processes.engines import engine_for
from faelled.casework.processes.models import ProcessVersion
from faelled.casework.processes.trying import (
    Answers,
    Happened,
    Move,
    asked_of,
    moves_to_text,
    walk,
)
from faelled.lib.dates import local_day
from faelled.lib.dcr import Citation, Event, EventType, Explanation, Field, Graph, Marking


@dataclass(frozen=True, slots=True)
class Said:
    """One reason why not, with its law and what would help."""

    text: str
    cites: tuple[Citation, ...]
    remedies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TryStep:
    """A step of the process where the run has come to."""

    event: Event
    who: str
    owed: bool
    deadline: date | None
    late: bool
    again: bool
    reasons: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the step that is about to be done."""

    field: Field
    typed: str | list[str]
    error: str


@dataclass(frozen=True, slots=True)
class TryPage:
    """``chosen``: the step whose questions are shown, or None. ``ended``: nothing more is owed."""

    version: ProcessVersion
    graph: Graph
    run: str
    start: date
    today: date
    moves: int
    happened: tuple[Happened, ...]
    now: tuple[TryStep, ...]
    blocked: tuple[TryStep, ...]
    ended: bool
    chosen: Event | None = None
    questions: tuple[Question, ...] = ()
    errors: Mapping[str, str] | None = None


def try_page(
    version: ProcessVersion,
    moves: Sequence[Move],
    *,
    start: datetime,
    chosen: str = "",
    typed: Answers | None = None,
    errors: Mapping[str, str] | None = None,
) -> TryPage:
    """Walk the run and say where it has come to. Raises NotARun."""
    engine, tried = engine_for(version.pk), walk(version.pk, moves, start=start)
    graph, marking, now = engine.graph, tried.marking, tried.now
    included = engine.included(marking)
    explained = engine.explain_all(marking, at=now, roles=None)
    steps = [
        _step(graph, event, explanation, marking, now)
        for event, explanation in zip(engine.events(marking), explained, strict=True)
        if event.type is EventType.ACTIVITY and event.id in included and not is_automatic(event)
    ]
    possible = set(engine.enabled(marking, at=now))
    event = graph.event(chosen) if chosen in possible else None
    return TryPage(
        version,
        graph,
        moves_to_text(moves),
        local_day(start),
        local_day(now),
        len(moves),
        tried.happened,
        tuple(sorted((s for s in steps if s.event.id in possible), key=_first_owed)),
        tuple(sorted((s for s in steps if s.event.id not in possible), key=_first_owed)),
        bool(tried.happened) and engine.accepting(marking),
        event,
        _questions(graph, event, typed or {}, errors or {}) if event else (),
        errors,
    )


def _first_owed(step: TryStep) -> tuple[bool, bool, date]:
    return (not step.owed, step.again, step.deadline or date.min)


def _step(
    graph: Graph,
    event: Event,
    explanation: Explanation,
    marking: Marking,
    now: datetime,
) -> TryStep:
    due = marking.pending.get(event.id)
    said = {
        reason.text: Said(reason.text, reason.cites, tuple(way.text for way in reason.remedies))
        for reason in explanation.reasons
    }
    return TryStep(
        event,
        ", ".join(graph.role_label(role) for role in event.roles),
        event.id in marking.pending,
        local_day(due) if due else None,
        due is not None and now > due,
        event.id in marking.executed,
        tuple(said.values()),
    )


def _questions(
    graph: Graph, event: Event, typed: Answers, errors: Mapping[str, str]
) -> tuple[Question, ...]:
    return tuple(
        Question(field, _shown(field, typed.get(field.id, ())), errors.get(field.id, ""))
        for field in asked_of(graph, event)
    )


def _shown(field: Field, texts: Sequence[str]) -> str | list[str]:
    return list(texts) if field.type == "choices" else next(iter(texts), "")
