"""The same search through time: steps, and waiting one unit at a time [HMSZ13].

A marking has two clocks more for each event that needs them: how long since it was done, counted
to the longest delay that asks for it, and how long until it is due, counted down to zero and no
further while it is out of the case. Time may not pass while something included is due now. A
*time-lock* is a marking in which something is due now and no steps lead to one where time can pass:
a deadline that cannot be kept.

Runs are found by the fewest steps; among those by the least waiting.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from faelled.lib.dcr.duration import Duration
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.verification.copied import Copy, own_id
from faelled.lib.dcr.verification.moves import executed_once
from faelled.lib.dcr.verification.net import Net, Outcome, Rules

NONE = -1
WAIT = -2
# Executed, pending, included; then the clocks that count up and those that count down.
Timed: TypeAlias = tuple[int, int, int, tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Clocks:
    """Which events have a clock: event to place. `oldest`: where those that count up stop.
    `fresh`: age and time left of an event of a copy at the moment it is made."""

    net: Net
    ages: Mapping[int, int]
    oldest: tuple[int, ...]
    left: Mapping[int, int]
    fresh: Mapping[int, tuple[int, int]]

    @classmethod
    def of(cls, net: Net, graph: Graph) -> "Clocks":
        delays: dict[int, int] = {}
        for rule in net.rules:
            for source, units, _guarded in rule.delays:
                delays[source] = max(units, delays.get(source, 0))
        due = {at for rule in net.rules for out in rule.outcomes for at, _, _ in out.owed}
        pending = graph.initial.pending
        timed = {id for id in pending if _length(pending, id) is not None}
        due |= {at for at, id in enumerate(net.events) if own_id(id) in timed}
        sources = sorted(delays)
        return cls(
            net,
            {source: place for place, source in enumerate(sources)},
            tuple(delays[source] for source in sources),
            {at: place for place, at in enumerate(sorted(due))},
            {at: _fresh(net, graph, at) for copies in net.copies.values() for at in _parts(copies)},
        )

    def begin(self, graph: Graph) -> Timed:
        """The marking that a case begins in. What was done at no known time was done long ago."""
        executed, pending, included = self.net.reduced(*self.net.begin)
        lengths, initial = self.net.lengths, graph.initial
        ages = [NONE] * len(self.ages)
        for at, place in self.ages.items():
            id = self.net.events[at]
            if executed >> at & 1:
                since = _length(initial.executed, id)
                age = -lengths.units(since)
                known = since is not None or initial.executed.get(id, NONE) is None
                ages[place] = min(age, self.oldest[place]) if known else self.oldest[place]
        left = [NONE] * len(self.left)
        for at, place in self.left.items():
            length = _length(initial.pending, self.net.events[at])
            if pending >> at & 1 and length is not None:
                left[place] = max(0, lengths.units(length))
        return executed, pending, included, tuple(ages), tuple(left)

    def locked(self, state: Timed) -> int:
        """What is included and due now: time cannot pass."""
        owed = state[1] & self.net.there(state[2])
        return sum(
            1 << at for at, place in self.left.items() if state[4][place] == 0 and owed >> at & 1
        )

    def waited(self, state: Timed) -> Timed:
        """One unit later."""
        executed, pending, included, ages, left = state
        older = tuple(
            min(age + 1, most) if age != NONE else NONE
            for age, most in zip(ages, self.oldest, strict=True)
        )
        nearer = tuple(max(0, units - 1) if units != NONE else NONE for units in left)
        return executed, pending, included, older, nearer

    def moves(self, state: Timed) -> Iterator[tuple[int, Timed, bool]]:
        """Event, next marking, and whether no guard had a say."""
        there = self.net.there(state[2])
        for event, rule in enumerate(self.net.rules):
            bars = self._bars(state, rule, there)
            if rule.inside is not None or bars is None:
                continue
            for out in rule.outcomes:
                sure = not bars and len(rule.outcomes) == 1
                for done, certain in self._completed(
                    self._after(state, event, rule, out), rule.around, sure
                ):
                    yield event, self._reduced(done), certain

    def _bars(self, state: Timed, rule: Rules, there: int) -> bool | None:
        """None: not now; True: only if a guard lifts what bars it."""
        executed, pending, _included, ages, _left = state
        undone, owed = there & ~executed, there & pending
        if not there & rule.bit or rule.conditions & undone or rule.milestones & owed:
            return None
        perhaps = bool(rule.guarded_conditions & undone or rule.guarded_milestones & owed)
        for source, units, guarded in rule.delays:
            age = ages[self.ages[source]]
            if there >> source & 1 and age != NONE and age < units:
                if not guarded:
                    return None
                perhaps = True
        return perhaps

    def _after(self, state: Timed, event: int, rule: Rules, out: Outcome) -> Timed:
        before = state[1]
        executed, pending, included = executed_once(state[:3], rule, out, self.net)
        ages, left = list(state[3]), list(state[4])
        if event in self.ages:
            ages[self.ages[event]] = 0
        for at, place in self.left.items():
            if not pending >> at & 1 or at == event or (out.cancelled >> at & 1):
                left[place] = NONE
        for at, units, restart in out.owed:
            place = self.left[at]
            running = left[place] if before >> at & 1 and not restart else NONE
            left[place] = units if running == NONE else min(units, running)
        if out.spawned:
            self._begin_copies(included & ~state[2], ages, left)
        return executed, pending, included, tuple(ages), tuple(left)

    def _begin_copies(self, came: int, ages: list[int], left: list[int]) -> None:
        """Set the clocks of the copies that were made just now. `came`: what was included."""
        for copies in self.net.copies.values():
            for copy in copies:
                if not came & copy.made:
                    continue
                for at in _parts((copy,)):
                    age, units = self.fresh[at]
                    if at in self.ages and copy.executed >> at & 1:
                        ages[self.ages[at]] = min(age, self.oldest[self.ages[at]])
                    if at in self.left and copy.pending >> at & 1:
                        left[self.left[at]] = units

    def _completed(
        self, state: Timed, around: tuple[int, ...], certain: bool
    ) -> Iterator[tuple[Timed, bool]]:
        """The marking once every sub-process around has happened that is done and enabled."""
        if not around:
            yield state, certain
            return
        holder, outer = self.net.rules[around[0]], around[1:]
        there = self.net.there(state[2])
        bars = self._bars(state, holder, there)
        if bars is None or state[1] & there & (holder.inside or 0):
            yield from self._completed(state, outer, certain)
            return
        if bars:
            yield from self._completed(state, outer, False)
        sure = certain and not bars and len(holder.outcomes) == 1
        for out in holder.outcomes:
            yield from self._completed(self._after(state, around[0], holder, out), outer, sure)

    def _reduced(self, state: Timed) -> Timed:
        """Without what changes nothing later: the clocks of what is out for good, too."""
        executed, pending, included = self.net.reduced(*state[:3])
        ages = list(state[3])
        for at, place in self.ages.items():
            if not executed >> at & 1:
                ages[place] = NONE
        left = list(state[4])
        for at, place in self.left.items():
            if not pending >> at & 1:
                left[place] = NONE
        return executed, pending, included, tuple(ages), tuple(left)


def _parts(copies: Iterable[Copy]) -> Iterator[int]:
    for copy in copies:
        yield from (at for at in range(copy.parts.bit_length()) if copy.parts >> at & 1)


def _fresh(net: Net, graph: Graph, at: int) -> tuple[int, int]:
    initial, id = graph.initial, own_id(net.events[at])
    owed = _length(initial.pending, id)
    age = -net.lengths.units(_length(initial.executed, id))
    return age, NONE if owed is None else max(0, net.lengths.units(owed))


def _length(times: Mapping[str, object], id: str) -> Duration | None:
    length = times.get(id)
    return length if isinstance(length, Duration) else None


@dataclass(slots=True)
class TimedSpace:
    """What was found. `before`: the state and the event (or WAIT) that led to each first."""

    clocks: Clocks
    states: list[Timed]
    before: list[tuple[int, int]] = field(default_factory=lambda: [(NONE, NONE)])
    certain: list[bool] = field(default_factory=lambda: [True])
    steps: list[list[int]] = field(default_factory=list)
    complete: bool = True
    fired: int = 0

    def run_to(self, state: int) -> list[int]:
        """The events and waits (WAIT, one for each unit) of the run found first."""
        found: list[int] = []
        while state > 0:
            state, event = self.before[state]
            found.append(event)
        return found[::-1]


def explore_timed(net: Net, graph: Graph, *, limit: int) -> TimedSpace:
    """Search until everything is seen or `limit` markings are."""
    clocks = Clocks.of(net, graph)
    space = TimedSpace(clocks, [clocks.begin(graph)])
    number = {space.states[0]: 0}
    layer = [0]
    while layer:
        _wait_out(space, number, layer, limit)
        onward: list[int] = []
        for here in layer:
            steps: list[int] = []
            for event, state, certain in clocks.moves(space.states[here]):
                sure = certain and space.certain[here]
                target = number.get(state)
                if target is None:
                    target = _add(space, number, state, (here, event), sure)
                    onward.append(target)
                steps.append(target)
                space.fired |= 1 << event
            space.steps.append(steps)
            if len(space.states) >= limit and len(space.steps) < len(space.states):
                space.complete = False
                return space
        layer = onward
    return space


def _add(
    space: TimedSpace, number: dict[Timed, int], state: Timed, before: tuple[int, int], sure: bool
) -> int:
    number[state] = len(space.states)
    space.states.append(state)
    space.before.append(before)
    space.certain.append(sure)
    return number[state]


def _wait_out(space: TimedSpace, number: dict[Timed, int], layer: list[int], limit: int) -> None:
    """Add to a layer what comes of waiting in it."""
    for here in layer:  # which grows on the way
        state = space.states[here]
        if space.clocks.locked(state):
            continue
        later = space.clocks.waited(state)
        if later in number:
            continue
        if len(space.states) >= limit:
            space.complete = False
            return
        layer.append(_add(space, number, later, (here, WAIT), space.certain[here]))


def locked_states(space: TimedSpace) -> list[int]:
    """Time-locks, those reached by the fewest steps first. Unsearched states get the benefit."""
    good = [
        at >= len(space.steps) or not space.clocks.locked(state)
        for at, state in enumerate(space.states)
    ]
    before: list[list[int]] = [[] for _ in space.states]
    for at, targets in enumerate(space.steps):
        for target in targets:
            before[target].append(at)
    waiting = [at for at, is_good in enumerate(good) if is_good]
    while waiting:
        for at in before[waiting.pop()]:
            if not good[at]:
                good[at] = True
                waiting.append(at)
    return [at for at, is_good in enumerate(good) if not is_good]


__all__ = ["WAIT", "Clocks", "TimedSpace", "explore_timed", "locked_states"]
