"""What a search through everything that can happen says of a graph.

`verify` looks for steps that can never be taken, for dead ends, deadlocks and livelocks, and, where
the graph has times, for time-locks. Each flaw that a run leads to comes with a shortest such run.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from faelled.lib.dcr.graph import Event, Graph, Group, Kind
from faelled.lib.dcr.verification import traps
from faelled.lib.dcr.verification.net import net_of
from faelled.lib.dcr.verification.statespace import (
    MOST_COPIES,
    StateSpace,
    own_events,
    search,
    taken_events,
)
from faelled.lib.dcr.verification.symmetry import members
from faelled.lib.dcr.verification.timed import WAIT, TimedSpace, explore_timed, locked_states

MOST_MARKINGS = 250_000
MOST_TIMED = 60_000


class FlawKind(StrEnum):
    """What can be wrong. PUT_OFF is no mistake by itself: what is owed can wait for ever while
    other things are done."""

    DEAD_EVENT = "dead-event"
    DEADLOCK = "deadlock"
    DEAD_END = "dead-end"
    LIVELOCK = "livelock"
    TIME_LOCK = "time-lock"
    PUT_OFF = "put-off"


class Why(StrEnum):
    """Why a step is never taken, where that is no mistake by itself."""

    BLOCKED = "blocked"
    OFF = "off"
    WRITTEN = "written"
    IN_TIME = "in-time"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a run: an event, or waiting so many units (of `Verdict.unit` seconds)."""

    event: str = ""
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Flaw:
    """`events`: what it is about. `run`: a shortest way to it, from the beginning. `round`: what
    can then go on for ever. `certain`: no guard has a say, and all that matters was searched."""

    kind: FlawKind
    events: tuple[str, ...] = ()
    run: tuple[Move, ...] = ()
    round: tuple[str, ...] = ()
    certain: bool = True
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`markings` and `timed` count what was searched, without and with time (None: the graph has
    none). `merged`: sets of steps that stand for one another. `limits`: what was left out, in
    Danish. `depends`: guards that data decide have a say."""

    flaws: tuple[Flaw, ...]
    markings: int
    complete: bool
    timed: int | None
    timed_complete: bool
    merged: tuple[tuple[str, ...], ...]
    depends: bool
    limits: tuple[str, ...]
    unit: int

    @property
    def sound(self) -> bool:
        """Every step can be taken and every case can be ended, as far as was searched."""
        harmless = {Why.OFF, Why.WRITTEN}
        return not any(
            flaw.kind is not FlawKind.PUT_OFF and flaw.why not in harmless for flaw in self.flaws
        )

    def of(self, kind: FlawKind) -> tuple[Flaw, ...]:
        return tuple(flaw for flaw in self.flaws if flaw.kind is kind)


def verify(
    graph: Graph,
    *,
    limit: int = MOST_MARKINGS,
    timed_limit: int = MOST_TIMED,
    copies: int = MOST_COPIES,
) -> Verdict:
    """Search the graph. InvalidGraph when it contradicts itself.

    >>> verify(Graph("g", "1", "G")).sound
    True
    """
    net = net_of(graph, copies=copies)
    space = search(net, limit=limit)
    timed = explore_timed(net, graph, limit=timed_limit) if net.lengths.unit else None
    around, all_around = traps.livelocks(space, limit=limit)
    past = traps.put_off(space)
    flaws = (
        *_dead(graph, space, timed),
        *_dead_ends(space),
        *_livelocks(space, around),
        *(time_locks(timed) if timed is not None else ()),
        *_put_off(space, past),
    )
    whole = timed is None or (timed.complete and net.tried_all and not space.crowded)
    return Verdict(
        flaws,
        len(space.states),
        space.complete,
        None if timed is None else len(timed.states),
        whole,
        tuple(tuple(space.events[at] for at in group) for group in members(space.symmetry)),
        net.depends,
        (
            *net.limits,
            *_bounds(space, timed, limit, timed_limit, copies),
            *_unasked(graph, space, past),
            *(() if all_around else (f"Kredsløb er ikke søgt helt (grænsen er {limit}).",)),
        ),
        net.lengths.unit,
    )


def _bounds(
    space: StateSpace, timed: TimedSpace | None, limit: int, timed_limit: int, copies: int
) -> Iterator[str]:
    if space.crowded:
        yield f"Der er kun regnet med {copies} af det, der kan laves flere af."
    if len(space.states) >= limit and space.searched < len(space.states):
        yield f"Kun {space.searched} tilstande er undersøgt; flere er set (grænsen er {limit})."
    if not space.net.tried_all:
        yield "Et trin har for mange betingelser til, at alle udfald er prøvet."
    if timed is not None and not timed.complete:
        searched = f"Kun {len(timed.steps)} tilstande i tid er undersøgt"
        yield f"{searched}; flere er set (grænsen er {timed_limit})."


def _unasked(graph: Graph, space: StateSpace, found: list[traps.PutOff]) -> Iterator[str]:
    """Merged events that are owed somewhere, and of which no way past them was found: not every way
    was asked."""
    owing = {at for state in range(space.searched) for at in _bits(space.owed(state))}
    events = {space.events.index(way.event) for way in found}
    for group in members(space.symmetry):
        if owing.intersection(group) and not events.intersection(group):
            labels = ", ".join(f"»{graph.event(space.events[at]).label}«" for at in group)
            yield f"Om {labels} kan udskydes for evigt, er ikke undersøgt helt."


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _dead(graph: Graph, space: StateSpace, timed: TimedSpace | None) -> Iterator[Flaw]:
    """Steps that are never taken; of a template, those that no copy takes."""
    can, in_time = taken_events(space, space.fired), None
    if timed is not None and timed.complete:
        in_time = taken_events(space, timed.fired)
    included = {rule.target for rule in graph.relations if rule.kind is Kind.INCLUDE}
    for id in own_events(space):
        if id in can and (in_time is None or id in in_time):
            continue
        why = Why.BLOCKED if space.complete else Why.UNSEEN
        if id in can:
            why = Why.IN_TIME
        elif not _can_come(graph, id, included):
            why = Why.OFF
        elif any(rule.target == id and rule.kind is Kind.UPDATE for rule in graph.relations):
            why = Why.WRITTEN
        yield Flaw(FlawKind.DEAD_EVENT, (id,), certain=why is not Why.UNSEEN, why=why)


def _can_come(graph: Graph, id: str, included: set[str]) -> bool:
    """Whether it is part of the case at first, or something includes it or a group around it."""
    parts: list[Group | Event] = [*graph.groups, *graph.events]
    parents = {part.id: part.parent for part in parts}
    here: str | None = id
    while here is not None:
        if here in included:
            return True
        here = parents.get(here)
    return id in graph.initial.included


def _dead_ends(space: StateSpace) -> Iterator[Flaw]:
    lost = traps.lost_states(space)
    if not lost:
        return
    sure = traps.certain_numbers(space)
    stuck = list(traps.stuck_states(space, lost))
    for kind, states in ((FlawKind.DEADLOCK, stuck), (FlawKind.DEAD_END, sorted(lost))):
        certain = [state for state in states if state in sure]
        if certain:
            first = min(certain, key=lambda state: len(traps.run_to(sure, state)))
            numbers = traps.run_to(sure, first)
            yield Flaw(kind, _owed(space, numbers), _moves(space.along(numbers)))
        elif states:
            numbers = space.numbers_to(states[0])
            run = _moves(space.along(numbers))
            yield Flaw(kind, _owed(space, numbers), run, certain=False)


def _owed(space: StateSpace, numbers: list[int]) -> tuple[str, ...]:
    """What is owed at the end of a run through these states."""
    _, pending, included = space.end_of(numbers)
    owed = pending & space.net.there(included)
    return tuple(id for at, id in enumerate(space.events) if owed >> at & 1)


def _moves(run: tuple[str, ...]) -> tuple[Move, ...]:
    return tuple(Move(event) for event in run)


def _livelocks(space: StateSpace, around: list[traps.Livelock]) -> Iterator[Flaw]:
    sure = traps.certain_numbers(space)
    for found in around:
        run = space.path_to(found.state)
        certain = found.state in sure
        yield Flaw(FlawKind.LIVELOCK, found.events, _moves(run), found.round, certain)


def _put_off(space: StateSpace, ways: list[traps.PutOff]) -> Iterator[Flaw]:
    for found in ways:
        run = _moves(space.path_to(found.state))
        yield Flaw(FlawKind.PUT_OFF, (found.event,), run, found.round, certain=False)


def time_locks(timed: TimedSpace) -> Iterator[Flaw]:
    """The first time-lock, if there is one: one that is certain before one that is not."""
    locked = locked_states(timed)
    if not locked:
        return
    first = next((state for state in locked if timed.certain[state]), locked[0])
    events = timed.clocks.net.events
    due = timed.clocks.locked(timed.states[first])
    yield Flaw(
        FlawKind.TIME_LOCK,
        tuple(id for at, id in enumerate(events) if due >> at & 1),
        tuple(_with_waits(timed.run_to(first), events.__getitem__)),
        certain=timed.certain[first],
    )


def _with_waits(run: list[int], name: Callable[[int], str]) -> Iterator[Move]:
    """Units of waiting in a row are one move."""
    waited = 0
    for event in run:
        if event == WAIT:
            waited += 1
            continue
        if waited:
            yield Move(wait=waited)
        waited = 0
        yield Move(name(event))
    if waited:
        yield Move(wait=waited)
