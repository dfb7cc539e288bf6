"""What a case can get into and not out of again, read off the markings that were found.

A *dead end* leads to no marking that accepts; with nothing left to do it is a *deadlock*. A
*livelock* is a part that is never left again (a bottom strongly connected component, Tarjan 1972)
in which something is owed all the time and never done: work goes on and on, that never comes. What
is owed can be *put off* for ever where a round leads past it, even if the round can be left.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from faelled.lib.dcr.verification.moves import moves
from faelled.lib.dcr.verification.statespace import StateSpace, search
from faelled.lib.dcr.verification.symmetry import Symmetry, members


def lost_states(space: StateSpace) -> set[int]:
    """States from which no accepting marking can be reached. Unsearched ones get the benefit."""
    good = [state >= space.searched or space.accepting(state) for state in range(len(space.states))]
    before = earlier_states(space)
    waiting = [state for state, is_good in enumerate(good) if is_good]
    while waiting:
        for state in before[waiting.pop()]:
            if not good[state]:
                good[state] = True
                waiting.append(state)
    return {state for state, is_good in enumerate(good) if not is_good}


def earlier_states(space: StateSpace) -> list[list[int]]:
    """For each state those that lead to it."""
    before: list[list[int]] = [[] for _ in space.states]
    for state in range(space.searched):
        for _, target, _ in space.steps_from(state):
            before[target].append(state)
    return before


def stuck_states(space: StateSpace, lost: set[int]) -> Iterator[int]:
    """Deadlocks: something is owed and nothing can be done. `lost`: where to look."""
    return (state for state in sorted(lost) if not any(space.steps_from(state)))


def certain_numbers(space: StateSpace) -> dict[int, int]:
    """States that can be reached whatever the data say, each with the one before it on a shortest
    such run (-1 before the beginning)."""
    before = {0: -1}
    waiting = deque([0])
    while waiting:
        state = waiting.popleft()
        if state >= space.searched:
            continue
        for _event, target, certain in space.steps_from(state):
            if certain and target not in before:
                before[target] = state
                waiting.append(target)
    return before


def run_to(before: dict[int, int], state: int) -> list[int]:
    """The states of the run that `before` gives."""
    found = [state]
    while before[found[-1]] >= 0:
        found.append(before[found[-1]])
    return found[::-1]


def components(space: StateSpace, allowed: set[int] | None = None) -> Iterator[list[int]]:
    """The strongly connected components of the searched states, the last ones first (Tarjan,
    without recursion). `allowed`: only through these states."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    on_stack: set[int] = set()
    stack: list[int] = []
    for root in range(space.searched) if allowed is None else sorted(allowed):
        if root in index:
            continue
        work = [(root, _onward(space, root, allowed))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            state, onward = work[-1]
            target = next(onward, None)
            if target is None:
                work.pop()
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[state])
                if low[state] == index[state]:
                    yield _popped(state, stack, on_stack)
            elif target not in index:
                index[target] = low[target] = len(index)
                stack.append(target)
                on_stack.add(target)
                work.append((target, _onward(space, target, allowed)))
            elif target in on_stack:
                low[state] = min(low[state], index[target])


def _onward(space: StateSpace, state: int, allowed: set[int] | None) -> Iterator[int]:
    targets = {target for _, target, _ in space.steps_from(state) if target < space.searched}
    return iter(sorted(targets if allowed is None else targets & allowed))


def _popped(state: int, stack: list[int], on_stack: set[int]) -> list[int]:
    found: list[int] = []
    while not found or found[-1] != state:
        found.append(stack.pop())
        on_stack.discard(found[-1])
    return found


@dataclass(frozen=True, slots=True)
class Livelock:
    """From `state` on, `events` are owed for ever; `round`: a way round, from it and back."""

    state: int
    events: tuple[str, ...]
    round: tuple[str, ...]


def livelocks(space: StateSpace, *, limit: int) -> tuple[list[Livelock], bool]:
    """Parts that are never left, in which something stays owed and is never done; and whether all
    could be looked at.

    Where events were merged, each such part is searched again without, from one of its markings.
    """
    found: list[Livelock] = []
    whole = True
    for part in components(space):
        inside = set(part)
        onward = {target for state in part for _, target, _ in space.steps_from(state)}
        if not onward or not onward <= inside:
            continue
        first = min(part)
        owed = _owed_for_ever(space, part)
        if owed and space.symmetry.classes:
            apart = _from(space, first, limit)
            whole = whole and apart.complete
            found += _told_apart(apart, first)
        elif owed:
            found.append(Livelock(first, _names(space, owed), round_of(space, first, inside)))
    return sorted(found, key=lambda one: one.state), whole


def _owed_for_ever(space: StateSpace, part: list[int]) -> int:
    """What is owed in every marking of the part and, where events are told apart, never done in
    it."""
    owed = ~0
    for state in part:
        owed &= space.owed(state)
        for event, _, _ in space.steps_from(state):
            if space.symmetry.classes:
                continue
            owed &= ~(1 << event)
    return owed


def _from(space: StateSpace, state: int, limit: int) -> StateSpace:
    """What can be reached from this marking on, with no events merged."""
    begin = space.end_of(space.numbers_to(state))
    return search(replace(space.net, begin=begin), limit=limit, symmetry=Symmetry())


def _told_apart(apart: StateSpace, state: int) -> Iterator[Livelock]:
    every = list(range(apart.searched))
    owed = _owed_for_ever(apart, every) if apart.complete else 0
    if owed:
        yield Livelock(state, _names(apart, owed), _any_round(apart, every))


def _any_round(space: StateSpace, states: list[int]) -> tuple[str, ...]:
    """A round from the first of the states that has one."""
    every = set(states)
    return next((way for state in states if (way := round_of(space, state, every))), ())


def _names(space: StateSpace, mask: int) -> tuple[str, ...]:
    return tuple(event for at, event in enumerate(space.events) if mask >> at & 1)


def round_of(space: StateSpace, state: int, part: set[int]) -> tuple[str, ...]:
    """A shortest way from a state back to itself, inside the part."""
    before: dict[int, tuple[int, int]] = {}
    waiting = deque([state])
    while waiting:
        here = waiting.popleft()
        for event, target, _ in space.steps_from(here):
            if target not in part or target in before:
                continue
            before[target] = (here, event)
            if target == state:
                return _back(space, before, state)
            waiting.append(target)
    return ()


def _back(space: StateSpace, before: dict[int, tuple[int, int]], state: int) -> tuple[str, ...]:
    found: list[str] = []
    here = state
    while True:
        here, event = before[here]
        found.append(space.events[event])
        if here == state:
            return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class PutOff:
    """`event` is owed in `state`, and `round` leads past it back to where it was."""

    event: str
    state: int
    round: tuple[str, ...]


def put_off(space: StateSpace) -> list[PutOff]:
    """Everything that can stay owed for ever while other things are done, with the first place.

    Of events that were merged one stands for all; it is asked only whether one step leads past it.
    """
    merged = {at for group in members(space.symmetry) for at in group}
    found = {
        at: real for at, way in _past_by_one_step(space).items() if (real := _real(space, way))
    }
    for at, _event in enumerate(space.events):
        if at not in merged and at not in found:
            way = _past_by_a_round(space, at)
            if way is not None:
                found[at] = way
    return [way for _, way in sorted(found.items())]


def _past_by_one_step(space: StateSpace) -> dict[int, PutOff]:
    """The plain way: something else is done again and again, and changes nothing."""
    stands_for = {at: group[-1] for group in members(space.symmetry) for at in group}
    found: dict[int, PutOff] = {}
    for state in range(space.searched):
        owed = space.owed(state)
        if not owed:
            continue
        idle = [done for done, target, _ in space.steps_from(state) if target == state]
        for at, event in enumerate(space.events):
            mine = stands_for.get(at, at)
            if owed >> at & 1 and mine not in found:
                other = next((done for done in idle if stands_for.get(done, done) != mine), None)
                if other is not None:
                    found[mine] = PutOff(event, state, (space.events[other],))
    return found


def _real(space: StateSpace, way: PutOff) -> PutOff | None:
    """The same with the events of the run that leads there, where some were merged."""
    if not space.symmetry.classes:
        return way
    here = space.end_of(space.numbers_to(way.state))
    event = space.events.index(way.event)
    alike = next((group for group in members(space.symmetry) if event in group), (event,))
    owed = here[1] & space.net.there(here[2])
    mine = next(at for at in alike if owed >> at & 1)
    idle = (at for at, after, _ in moves(here, space.net) if after == here and at not in alike)
    other = next(idle, None)
    if other is None:
        return None
    return PutOff(space.events[mine], way.state, (space.events[other],))


def _past_by_a_round(space: StateSpace, at: int) -> PutOff | None:
    owing = {state for state in range(space.searched) if space.owed(state) >> at & 1}
    best: PutOff | None = None
    for part in components(space, owing) if owing else ():
        first = min(part)
        if best is None or first < best.state:
            way = _round_past(space, first, set(part), at)
            best = PutOff(space.events[at], first, way) if way else best
    return best


def _round_past(space: StateSpace, state: int, part: set[int], past: int) -> tuple[str, ...]:
    """A way round inside the part that never does the event `past`."""
    before: dict[int, tuple[int, int]] = {}
    waiting = deque([state])
    while waiting:
        here = waiting.popleft()
        for event, target, _ in space.steps_from(here):
            if event == past or target not in part or target in before:
                continue
            before[target] = (here, event)
            if target == state:
                return _back(space, before, state)
            waiting.append(target)
    return ()
