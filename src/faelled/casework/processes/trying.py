"""A process tried out on a page: steps are done and days pass, and nothing is stored.

The run travels in the form, as JSON: ``[{"do": "apply", "answers": {"hours": ["12"]}},
{"days": 7}]``. Each time the page is asked for, it is walked from its beginning.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from faelled.casework.processes.automatic import is_automatic
from faelled.casework.processes.engines import engine_for
from faelled.lib import fields as form_fields
from faelled.lib.dcr import DcrError, Engine, Event, Field, FieldType, Graph, Marking, Value
from faelled.lib.dcr.guards import Unset, names, parse

MOST_MOVES, MOST_DAYS, MOST_TEXT = 100, 3_650, 40_000
NOT_ASKED = frozenset({FieldType.GROUP, FieldType.FILE})
Answers = Mapping[str, Sequence[str]]


class NotARun(ValueError):
    """What came is no run of this process: made by hand, or by rules that have changed."""


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that happens: a step with its answers, or (``event_id`` empty) days that pass."""

    event_id: str = ""
    answers: Answers | None = None
    days: int = 0

    def to_json(self) -> dict[str, Any]:
        if not self.event_id:
            return {"days": self.days}
        return {"do": self.event_id, "answers": dict(self.answers or {})}


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of what has happened so far."""

    event: Event
    at: datetime
    late: bool
    by_itself: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """Where a run has come to."""

    marking: Marking
    now: datetime
    happened: tuple[Happened, ...]


def moves_to_text(moves: Sequence[Move]) -> str:
    """The run as the form carries it."""
    return json.dumps([move.to_json() for move in moves], ensure_ascii=False)


def moves_from_text(text: str) -> tuple[Move, ...]:
    """The run of a form. Raises NotARun.

    >>> moves_from_text('[{"days": 7}]')
    (Move(event_id='', answers=None, days=7),)
    """
    if len(text) > MOST_TEXT:
        raise NotARun
    try:
        read = json.loads(text or "[]")
        moves = tuple(_move(item) for item in read)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NotARun from error
    if len(moves) > MOST_MOVES or sum(move.days for move in moves) > MOST_DAYS:
        raise NotARun
    return moves


def _move(item: Mapping[str, Any]) -> Move:
    if "days" in item:
        days = int(item["days"])
        if not 0 < days <= MOST_DAYS:
            raise NotARun
        return Move(days=days)
    given = {str(k): [str(text) for text in texts] for k, texts in item["answers"].items()}
    return Move(str(item["do"]), given)


def asked_of(graph: Graph, event: Event) -> tuple[Field, ...]:
    """The questions of a step that the rules read. The others decide nothing about what may happen,
    and nobody who only tries the rules should have to fill them in. What must always be answered in
    a case must be here too: an effect that waits for an answer would not come.
    """
    read = _names_in_rules(graph)
    own = event.id.rsplit(".", 1)[-1]  # a copy's step reads as the step it is a copy of
    return tuple(
        replace(
            field,
            required=field.required and not field.show_if,
            show_if="",
            required_if="",
            prefill="",
            locked=False,
        )
        for field in event.fields
        if field.type not in NOT_ASKED
        and not field.value
        and ({f"{own}.{field.id}", own} & read if event.scalar else f"{own}.{field.id}" in read)
    )


def _names_in_rules(graph: Graph) -> frozenset[str]:
    found: set[str] = set()
    for rule in graph.relations:
        found |= {name for name in (rule.delay_from, rule.deadline_from) if name}
        for text in (rule.guard, rule.value):
            found |= names(parse(text)) if text else frozenset()
    return frozenset(found)


def answered(
    graph: Graph, event: Event, answers: Answers, *, now: datetime
) -> tuple[Value, Mapping[str, str]]:
    """The step's value from the texts of its form, and what is wrong with them by field."""
    fields = asked_of(graph, event)
    raw = {field.id: list(answers.get(field.id, ())) for field in fields}
    parsed = form_fields.parse(fields, raw, scope=_nothing, now=now)
    values: dict[str, Any] = dict(parsed.values)
    if not event.scalar:
        return values or None, parsed.errors
    return next(iter(values.values()), None), parsed.errors


def _nothing(name: str) -> Value:
    raise Unset(name)


def walk(version_id: int, moves: Sequence[Move], *, start: datetime) -> Tried:
    """Do the moves one after the other, and what the system owes after each. Raises NotARun."""
    engine = engine_for(version_id)
    marking, now = engine.initial(start), start
    happened: list[Happened] = []
    try:
        for move in moves:
            now += timedelta(days=move.days)
            if move.event_id:
                event = engine.graph.event(move.event_id)
                value, errors = answered(engine.graph, event, move.answers or {}, now=now)
                if errors:
                    raise NotARun
                happened.append(_line(marking, event, now))
                marking = engine.execute(marking, event.id, at=now, value=value)
            marking = _by_itself(engine, marking, now, happened)
    except (DcrError, OverflowError) as error:
        raise NotARun from error
    return Tried(marking, now, tuple(happened))


def _by_itself(
    engine: Engine, marking: Marking, now: datetime, happened: list[Happened]
) -> Marking:
    for _turn in range(MOST_MOVES):
        owed = (e for e in engine.events(marking) if is_automatic(e) and e.id in marking.pending)
        event = next((e for e in owed if engine.check(marking, e.id, at=now)), None)
        if event is None:
            return marking
        happened.append(_line(marking, event, now))
        marking = engine.execute(marking, event.id, at=now)
    raise NotARun(_("Processens automatiske trin kører i ring."))


def _line(marking: Marking, event: Event, now: datetime) -> Happened:
    due = marking.pending.get(event.id)
    return Happened(event, now, due is not None and now > due, is_automatic(event))


def morning(day: date) -> datetime:
    """Nine o'clock UTC of that day: a run begins when an office is open."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
