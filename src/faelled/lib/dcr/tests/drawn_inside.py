"""Random graphs with sub-processes and templates, in one another and in groups, and runs over them.

On top of `drawn`: `s` holds some events once, `t` is a template, with `v` (once in each copy) and
the template `u` inside. `m` is a number that each copy of `t` has for itself.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.graph import (
    Event,
    EventType,
    Field,
    FieldType,
    Graph,
    Group,
    Initial,
    Kind,
    Relation,
)
from faelled.lib.dcr.tests import drawn
from faelled.lib.dcr.tests.literal_state import Meaning
from faelled.lib.dcr.values import Value, rows_of

INNER = ("s1", "s2", "t1", "t2", "v1", "u1", "u2")


def _own(name: str, limit: int) -> Meaning:
    def meaning(values: Mapping[str, Value], now: datetime) -> Value:
        value = values.get(name)
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return value > limit if is_number and isinstance(value, int) else None

    return meaning


def _next(values: Mapping[str, Value], now: datetime) -> Value:
    value = values.get("m")
    return value + 1 if isinstance(value, int) else None


def _copies(values: Mapping[str, Value], now: datetime) -> Value:
    value = values.get("t")
    return len(value) if isinstance(value, tuple) else None


def _more_than_one(values: Mapping[str, Value], now: datetime) -> Value:
    value = values.get("t")
    return len(value) > 1 if isinstance(value, tuple) else None


def _of_each(values: Mapping[str, Value]) -> list[int | None] | None:
    """The number `m` of each copy, None where it has none; None inside a copy, which has one."""
    rows = values.get("m")
    if not isinstance(rows, tuple):
        return None
    found = [row.get("m") for row in rows_of(rows)]
    return [number if isinstance(number, int) else None for number in found]


def _sum(values: Mapping[str, Value], now: datetime) -> Value:
    numbers = _of_each(values)
    return None if numbers is None else sum(number or 0 for number in numbers) > 2


def _any(values: Mapping[str, Value], now: datetime) -> Value:
    numbers = _of_each(values)
    if numbers is None or any(number is not None and number > 1 for number in numbers):
        return None if numbers is None else True
    return None if None in numbers else False


GUARDS: Mapping[str, Meaning] = {
    "m > 1": _own("m", 1),
    "trigger > 1": _own("trigger", 1),
    "count(t) > 1": _more_than_one,
    "sum(m.m) > 2": _sum,
    "any(m.m > 1)": _any,
}
MEANINGS: Mapping[str, Meaning] = {
    **drawn.MEANINGS,
    **GUARDS,
    "m + 1": _next,
    "count(t)": _copies,
}


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt at whatever event stands at `place` (0 to 1) of those that are there."""

    place: float
    at: datetime
    roles: frozenset[str] | None
    values: Mapping[str, Value]


def graph(draw: random.Random) -> Graph:
    """A graph as `drawn` makes them, some of its events moved inside, and new ones there."""
    flat = drawn.graph(draw)
    holders = _holders(draw)
    ids = [holder.id for holder in holders]
    nest = Group("inner", "Indre gruppe", parent=draw.choice(("s", "t")))
    homes = [*ids, nest.id]
    events = tuple(
        replace(event, parent=draw.choice(homes)) if _moves(draw, event) else event
        for event in (_counting(draw, event) for event in flat.events)
    )
    number = Field("m", "Eget tal", FieldType.INTEGER)
    own = Event("m", "Eget", parent="t", fields=(number,), scalar=True)
    inner = tuple(
        Event(
            id,
            f"Trin {id}",
            draw.choice(((), (), ("citizen",))),
            parent=nest.id if draw.random() < 0.2 and nest.parent == id[0] else id[0],
        )
        for id in INNER
    )
    added = (*holders, own, *inner)
    plain = [event.id for event in (*events, *added)]
    ends = [*plain, *(group.id for group in (*flat.groups, nest))]
    relations = list(flat.relations)
    relations += [_relation(draw, ends, plain) for _ in range(draw.randint(2, 12))]
    relations += [
        Relation(Kind.SPAWN, draw.choice(ends), draw.choice(("t", "t", "u")), _guard(draw))
        for _ in range(draw.randint(2, 4))
    ]
    draw.shuffle(relations)
    return replace(
        flat,
        events=(*events, *added),
        groups=(*flat.groups, nest),
        relations=tuple(relations),
        initial=_initial(draw, flat.initial, added),
    )


def _holders(draw: random.Random) -> tuple[Event, ...]:
    roles = draw.choice(((), (), ("caseworker",)))
    return (
        Event("s", "Delproces", roles, type=EventType.SUBPROCESS, parent=draw.choice((None, "t"))),
        Event("t", "Skabelon", type=EventType.TEMPLATE, computation=draw.choice((None, None, "3"))),
        Event("v", "I hver", type=EventType.SUBPROCESS, parent=draw.choice(("t", "u"))),
        Event("u", "Indre skabelon", roles, type=EventType.TEMPLATE, parent="t"),
    )


def _moves(draw: random.Random, event: Event) -> bool:
    return draw.random() < (0.3 if event.id.startswith("e") else 0.1)


def _counting(draw: random.Random, event: Event) -> Event:
    counts = event.id == "n" and draw.random() < 0.2
    return replace(event, computation="count(t)") if counts else event


def _guard(draw: random.Random) -> str | None:
    return draw.choice((*GUARDS, "n > 0")) if draw.random() < 0.3 else None


def _relation(draw: random.Random, ends: list[str], plain: list[str]) -> Relation:
    kind = draw.choice([kind for kind in Kind if kind is not Kind.SPAWN])
    source, target = draw.choice(ends), draw.choice(ends)
    length = draw.choice(drawn.LENGTHS) if draw.random() < 0.3 else None
    match kind:
        case Kind.CONDITION:
            return Relation(kind, source, target, _guard(draw), delay=length)
        case Kind.RESPONSE:
            again = draw.random() < 0.3
            return Relation(kind, source, target, _guard(draw), deadline=length, restart=again)
        case Kind.UPDATE:
            target, value = draw.choice((("m", "m + 1"), ("m", "3"), (draw.choice(plain), "m + 1")))
            return Relation(kind, source, target, _guard(draw), value=value)
        case _:
            return Relation(kind, source, target, _guard(draw))


def _initial(draw: random.Random, flat: Initial, added: tuple[Event, ...]) -> Initial:
    ids = [event.id for event in added]
    pending = {id: draw.choice((None, *drawn.LENGTHS)) for id in ids if draw.random() < 0.2}
    executed = {id: draw.choice((None, Duration(days=-3))) for id in ids if draw.random() < 0.1}
    return Initial(
        {**flat.executed, **executed},
        {**flat.pending, **pending},
        flat.included | {id for id in ids if draw.random() < 0.9},
        {**flat.values, **({"m": draw.randint(0, 3)} if draw.random() < 0.7 else {})},
    )


def run(draw: random.Random, steps: int) -> list[Tried]:
    """Attempts, possible or not, with time standing still or going on between them."""
    at = draw.choice(drawn.STARTS)
    tried: list[Tried] = []
    for _ in range(steps):
        at += draw.choice((timedelta(0), timedelta(0), timedelta(hours=7), timedelta(days=2)))
        values: dict[str, Value] = {
            "n": draw.choice((None, 0, 2, 5)),
            "m": draw.choice((None, 0, 2)),
            "rec": draw.choice(drawn.RECORDS),
            "wait": draw.choice((None, *drawn.LENGTHS)),
        }
        roles = draw.choice((None, None, frozenset(drawn.ROLES)))
        tried.append(Tried(draw.random(), at, roles, values))
    return tried
