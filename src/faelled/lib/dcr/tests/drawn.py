"""Random graphs and runs: every kind of relation, nesting, guards, data, time and roles.

All from one `random.Random`, so that hypothesis can both shrink a case and hurry through thousands.
The guards come with what they mean, said in plain Python for the literal reading.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.graph import Event, Field, FieldType, Graph, Group, Initial, Kind, Relation
from faelled.lib.dcr.tests.literal_state import Meaning
from faelled.lib.dcr.values import Value

ROLES = ("citizen", "caseworker")
# Before a change to summer time, before Christmas, at the end of a long month.
STARTS = (
    datetime(2026, 3, 28, 11, tzinfo=UTC),
    datetime(2026, 12, 22, 15, tzinfo=UTC),
    datetime(2026, 1, 31, 9, tzinfo=UTC),
)
LENGTHS = (
    Duration(seconds=3600),
    Duration(days=1),
    Duration(days=30),
    Duration(months=1),
    Duration(working_days=3),
    Duration(),
)
RECORDS: tuple[Value, ...] = (
    None,
    {"ok": True, "colour": "red"},
    {"ok": False},
    {"colour": "green"},
)
KINDS = tuple(kind for kind in Kind if kind is not Kind.SPAWN)


def _number(values: Mapping[str, Value]) -> int | None:
    value = values.get("n")
    return value if isinstance(value, int) else None


def _part(values: Mapping[str, Value], name: str) -> Value:
    record = values.get("rec")
    return record.get(name) if isinstance(record, Mapping) else None


def _both(values: Mapping[str, Value], now: datetime) -> Value:
    number, ok = _number(values), _part(values, "ok")
    large = None if number is None else number > 2
    if large is False or ok is False:
        return False
    return None if large is None or ok is None else True


def _either(values: Mapping[str, Value], now: datetime) -> Value:
    number, ok = _number(values), _part(values, "ok")
    small = None if number is None else number <= 2
    if small is True or ok is True:
        return True
    return None if small is None or ok is None else False


def _not_ok(values: Mapping[str, Value], now: datetime) -> Value:
    ok = _part(values, "ok")
    return None if ok is None else not ok


def _is_red(values: Mapping[str, Value], now: datetime) -> Value:
    colour = _part(values, "colour")
    return None if colour is None else colour in ("red", "blue")


def _plus(step: int) -> Meaning:
    def meaning(values: Mapping[str, Value], now: datetime) -> Value:
        number = _number(values)
        return None if number is None else number + step

    return meaning


def _above(limit: int) -> Meaning:
    def meaning(values: Mapping[str, Value], now: datetime) -> Value:
        number = _number(values)
        return None if number is None else number > limit

    return meaning


GUARDS: Mapping[str, Meaning] = {
    "n > 0": _above(0),
    "n > 2": _above(2),
    "n > 2 and rec.ok": _both,
    "rec.ok or not(n > 2)": _either,
    "not rec.ok": _not_ok,
    "rec.colour in ['red', 'blue']": _is_red,
    "given(n)": lambda values, now: _number(values) is not None,
    "now < 2026-04-01": lambda values, now: now < datetime(2026, 3, 31, 22, tzinfo=UTC),
    "n": lambda values, now: None,
}
NUMBERS: Mapping[str, Meaning] = {
    "n + 1": _plus(1),
    "n - 2": _plus(-2),
    "3": lambda values, now: 3,
}
MEANINGS: Mapping[str, Meaning] = {**GUARDS, **NUMBERS}


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt in a run."""

    event: str
    at: datetime
    roles: frozenset[str] | None
    value: Value


def graph(draw: random.Random) -> Graph:
    """Two to six plain events beside a number `n`, a record `rec` and a duration `wait`."""
    plain = [f"e{number}" for number in range(draw.randint(2, 6))]
    groups = _groups(draw)
    places = [None, None, *(group.id for group in groups)]
    events = (
        _event(draw, "n", places, (Field("n", "Tal", FieldType.INTEGER),), scalar=True),
        _event(
            draw,
            "rec",
            places,
            (
                Field("ok", "I orden", FieldType.BOOLEAN),
                Field("colour", "Farve", FieldType.TEXT),
            ),
        ),
        _event(draw, "wait", places, (Field("w", "Ventetid", FieldType.DURATION),), scalar=True),
        *(_event(draw, id, places) for id in plain),
    )
    ends = [event.id for event in events] + [group.id for group in groups]
    relations = [_relation(draw, ends, plain) for _ in range(draw.randint(0, 14))]
    for _ in range(draw.randint(0, 4) if relations else 0):
        relations.append(_again(draw, draw.choice(relations), events))
    return Graph(
        "drawn",
        "1",
        "Tilfældig",
        events=events,
        groups=groups,
        relations=tuple(relations),
        initial=_initial(draw, events),
    )


def _groups(draw: random.Random) -> tuple[Group, ...]:
    roles = draw.choice(((), ("caseworker",)))
    made = (Group("g", "Ydre", roles=roles), Group("h", "Indre", parent="g"))
    return made[: draw.randint(0, 2)]


def _event(
    draw: random.Random,
    id: str,
    places: list[str | None],
    fields: tuple[Field, ...] = (),
    *,
    scalar: bool = False,
) -> Event:
    computation = None
    if id == "n" and draw.random() < 0.2:
        computation = draw.choice(("n + 1", "3"))
    roles = draw.choice(((), (), ("citizen",), ROLES))
    parent = draw.choice(places)
    return Event(
        id, f"Trin {id}", roles, (), parent, "", fields, computation=computation, scalar=scalar
    )


def _relation(draw: random.Random, ends: list[str], plain: list[str]) -> Relation:
    kind = draw.choice(KINDS)
    guard = draw.choice(tuple(GUARDS)) if draw.random() < 0.3 else None
    length = draw.choice(LENGTHS) if draw.random() < 0.4 else None
    kept = "wait" if draw.random() < 0.1 else None
    source = draw.choice(ends)
    match kind:
        case Kind.CONDITION:
            target = draw.choice(ends)
            return Relation(kind, source, target, guard, delay=length, delay_from=kept)
        case Kind.RESPONSE:
            return Relation(
                kind,
                source,
                draw.choice(ends),
                guard,
                deadline=length,
                restart=draw.random() < 0.3,
                deadline_from=kept,
            )
        case Kind.UPDATE:
            target = draw.choice(["n", *plain])
            return Relation(kind, source, target, guard, value=draw.choice(tuple(NUMBERS)))
        case _:
            return Relation(kind, source, draw.choice(ends), guard)


def _again(draw: random.Random, rule: Relation, events: tuple[Event, ...]) -> Relation:
    """Nearly the same rule once more, perhaps said of the group around: pairs that arise twice."""
    parents = {event.id: event.parent for event in events}
    source = parents.get(rule.source) or rule.source
    again = replace(rule, source=draw.choice((rule.source, source)))
    length = draw.choice((None, *LENGTHS))
    match rule.kind:
        case Kind.CONDITION:
            return replace(again, delay=length)
        case Kind.RESPONSE:
            return replace(again, deadline=length)
        case Kind.UPDATE:
            return replace(again, value=draw.choice(tuple(NUMBERS)))
        case _:
            return again


def _initial(draw: random.Random, events: tuple[Event, ...]) -> Initial:
    ids = [event.id for event in events]
    executed = {id: draw.choice((None, Duration(days=-3))) for id in ids if draw.random() < 0.1}
    pending = {id: draw.choice((None, *LENGTHS)) for id in ids if draw.random() < 0.15}
    values: dict[str, Value] = {"n": draw.randint(0, 3)} if draw.random() < 0.5 else {}
    if draw.random() < 0.3:
        values["wait"] = Duration(days=2)
    included = frozenset(id for id in ids if draw.random() < 0.85)
    return Initial(executed, pending, included, values)


def run(draw: random.Random, graph: Graph, steps: int) -> list[Tried]:
    """Attempts, possible or not, with time standing still or going on between them."""
    at = draw.choice(STARTS)
    tried: list[Tried] = []
    for _ in range(steps):
        at += draw.choice((timedelta(0), timedelta(hours=7), timedelta(days=2)))
        event = draw.choice(graph.events)
        roles = draw.choice((None, None, frozenset({"citizen"}), frozenset(ROLES)))
        tried.append(Tried(event.id, at, roles, value_for(draw, event)))
    return tried


def value_for(draw: random.Random, event: Event) -> Value:
    match event.id:
        case "n":
            return draw.choice((None, 0, 2, 5))
        case "rec":
            return draw.choice(RECORDS)
        case "wait":
            return draw.choice((None, *LENGTHS))
        case _:
            return None
