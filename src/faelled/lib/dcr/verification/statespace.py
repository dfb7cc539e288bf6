"""Every marking a graph can come to, as small integers, searched breadth first.

A marking is three bit masks (executed, pending, included). Bits that change nothing later are
dropped, which makes real graphs small enough to search whole: the executed bit of an event that no
condition reads (execution equivalence, Debois and Christfort 2023), and every bit of an event that
is excluded and that nothing includes again. Events that can change places with one another without
a difference are told apart only by how many of them are how (`symmetry`).

Time is left out (delays have passed, deadlines are met), and so are the data: a guard that they can
change may turn out either way, every time (`choices`). What is found impossible is therefore
impossible; a marking that is found may be one that the data rule out, and a step on which a guard
had a say is not *certain*. Of what a template makes there is room for a few copies.
"""

from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.verification.choices import MOST_GUARDS
from faelled.lib.dcr.verification.copied import own_id
from faelled.lib.dcr.verification.moves import is_full, moves
from faelled.lib.dcr.verification.net import Net, State, net_of
from faelled.lib.dcr.verification.symmetry import Symmetry, symmetry_of

__all__ = ["MOST_COPIES", "MOST_GUARDS", "State", "StateSpace", "explore", "search"]

MOST_COPIES = 2


@dataclass(slots=True)
class StateSpace:
    """What was found. `states[0]` is the beginning; the first `searched` were searched.

    `complete` is False when the limit was reached, an event had too many guards to try all, or
    there was no room for a copy (`crowded`).
    Steps are kept flat: see `steps_from`.
    """

    net: Net
    states: list[State]
    symmetry: Symmetry
    fired: int = 0
    complete: bool = True
    crowded: bool = False
    came_from: list[tuple[int, int]] = field(default_factory=lambda: [(-1, -1)])
    _steps: "array[int]" = field(default_factory=lambda: array("q"))
    _starts: "array[int]" = field(default_factory=lambda: array("q", [0]))

    @property
    def events(self) -> tuple[str, ...]:
        return self.net.events

    @property
    def searched(self) -> int:
        return len(self._starts) - 1

    @property
    def edges(self) -> int:
        return len(self._steps)

    def steps_from(self, state: int) -> Iterator[tuple[int, int, bool]]:
        """Event, next state and whether no guard had a say, for each step on from a state."""
        count = len(self.events)
        for packed in self._steps[self._starts[state] : self._starts[state + 1]]:
            rest, certain = divmod(packed, 2)
            target, event = divmod(rest, count)
            yield event, target, bool(certain)

    def add_steps(self, steps: Sequence[tuple[int, int, bool]]) -> None:
        """Store all steps of the next state in turn."""
        count = len(self.events)
        self._steps.extend((target * count + event) * 2 + sure for event, target, sure in steps)
        self._starts.append(len(self._steps))

    def there(self, state: int) -> int:
        """The events that are part of the case."""
        return self.net.there(self.states[state][2])

    def owed(self, state: int) -> int:
        """The events that are both included and pending."""
        return self.states[state][1] & self.there(state)

    def accepting(self, state: int) -> bool:
        return not self.owed(state)

    def path_to(self, state: int) -> tuple[str, ...]:
        """A shortest run from the beginning."""
        return self.along(self.numbers_to(state))

    def numbers_to(self, state: int) -> list[int]:
        """The states on that run."""
        numbers: list[int] = []
        while state >= 0:
            numbers.append(state)
            state, _ = self.came_from[state]
        return numbers[::-1]

    def end_of(self, numbers: Sequence[int]) -> State:
        """The marking at the end of a run through these states, events told apart."""
        walked = self.walked(numbers)
        return walked[-1][1] if walked else self.net.reduced(*self.net.begin)

    def along(self, numbers: Sequence[int]) -> tuple[str, ...]:
        """The events of a run through these states, the first of which is the beginning."""
        return tuple(self.events[event] for event, _ in self.walked(numbers))

    def walked(self, numbers: Sequence[int]) -> list[tuple[int, State]]:
        """The same with the markings themselves: states that were merged are told apart again."""
        here, found = self.net.reduced(*self.net.begin), list[tuple[int, State]]()
        for number in numbers[1:]:
            wanted = self.states[number]
            event, here = next(
                (event, after)
                for event, after, _ in moves(here, self.net)
                if self.symmetry.canonical(after) == wanted
            )
            found.append((event, here))
        return found


def explore(graph: Graph, *, limit: int, copies: int = MOST_COPIES) -> StateSpace:
    """Search until everything is seen or `limit` markings are. Groups are worked out first.

    Raises InvalidGraph for a graph that contradicts itself.
    """
    return search(net_of(graph, copies=copies), limit=limit)


def search(net: Net, *, limit: int, symmetry: Symmetry | None = None) -> StateSpace:
    """Search a graph that has been compiled, from where it begins. `symmetry`: what to merge, when
    it is not all that can be."""
    symmetry = symmetry_of(net) if symmetry is None else symmetry
    begin = symmetry.canonical(net.reduced(*net.begin))
    space = StateSpace(net, [begin], symmetry, complete=net.tried_all)
    number = {begin: 0}
    waiting = deque([0])
    while waiting:
        here = waiting.popleft()
        steps: list[tuple[int, int, bool]] = []
        for event, state, certain in moves(space.states[here], net):
            target = number.get(state)
            if target is None:
                target = _place_of(state, number, space)
            if target == len(space.came_from):  # it is new
                space.came_from.append((here, event))
                waiting.append(target)
            steps.append((event, target, certain))
            space.fired |= 1 << event
            if net.copies and is_full(space.states[here], event, net):
                space.crowded, space.complete = True, False
        space.add_steps(steps)
        if len(space.states) >= limit and waiting:
            space.complete = False
            break
    space.fired = symmetry.spread(space.fired)
    return space


def _place_of(state: State, number: dict[State, int], space: StateSpace) -> int:
    """The number of the marking that stands for this one; a new one if there is none yet."""
    merged = space.symmetry.canonical(state)
    target = number.get(merged)
    if target is None:
        target = number[merged] = len(space.states)
        space.states.append(merged)
    number[state] = target
    return target


def own_events(space: StateSpace) -> dict[str, list[int]]:
    """The steps that people take, by the graph's own id, each with the places of its copies."""
    found: dict[str, list[int]] = {}
    for at, (id, rule) in enumerate(zip(space.events, space.net.rules, strict=True)):
        if rule.inside is None:
            found.setdefault(own_id(id), []).append(at)
    return found


def taken_events(space: StateSpace, fired: int) -> set[str]:
    """Those of them that are taken somewhere. `fired`: a mask over all events."""
    return {id for id, places in own_events(space).items() if any(fired >> at & 1 for at in places)}
