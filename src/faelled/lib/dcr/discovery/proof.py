"""Whether two graphs over the same events have the same runs, and ends: asked by going along both.

Pairs of states that the same run leads to are searched, breadth first, each without the bits that
change nothing later. Where at each pair the same events are enabled and both or neither accept, the
graphs allow the same runs and accept the same traces: the pairs are a bisimulation, and both graphs
are deterministic, for events are told apart. The first pair where they differ gives a shortest run
to a difference. With too many pairs nothing is proven, and that is said.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from faelled.lib.dcr.core import Core, State
from faelled.lib.dcr.flatten import flatten
from faelled.lib.dcr.graph import Graph, Kind, Relation

MOST_PAIRS = 50_000


@dataclass(frozen=True, slots=True)
class Compared:
    """`same`: True is proven, False shown by `run`, None not known (the bound was reached).

    `allowed`, `barred`: after the run, events that only the second graph allows, and that only the
    first does; both empty where they differ in whether the case may end there. `pairs`: how many
    were searched.
    """

    same: bool | None
    pairs: int
    run: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


class _Side:
    """One of the graphs: its core, and which bits still count in a state."""

    def __init__(self, graph: Graph, events: Sequence[str]) -> None:
        flat = flatten(graph)
        self.core = Core(events, flat.relations)
        initial = flat.initial
        executed, pending, included = (
            sum(map(self.core.bit, part))
            for part in (initial.executed, initial.pending, initial.included)
        )
        self._read = self._ends(flat.relations, Kind.CONDITION)
        self._back = self._ends(flat.relations, Kind.INCLUDE)
        self.start = self._reduced((executed, pending, included))

    def _ends(self, relations: Sequence[Relation], kind: Kind) -> int:
        mask = 0
        for rule in relations:
            if rule.kind is kind:
                mask |= self.core.bit(rule.source if kind is Kind.CONDITION else rule.target)
        return mask

    def _reduced(self, state: State) -> State:
        executed, pending, included = state
        live = included | self._back
        return executed & self._read & live, pending & live, included

    def enabled(self, state: State) -> int:
        return sum(1 << at for at in self.core.enabled(state))

    def step(self, state: State, at: int) -> State:
        after = self.core.step(state, at)
        assert after is not None
        return self._reduced(after)


def compare(one: Graph, other: Graph, *, most: int = MOST_PAIRS) -> Compared:
    """Control flow only; both graphs must have the same events, and neither sub-processes.

    >>> from faelled.lib.dcr.graph import Event, Initial
    >>> events = tuple(Event(id, id) for id in "abc")
    >>> chain = [Relation(Kind.CONDITION, "a", "b"), Relation(Kind.CONDITION, "b", "c")]
    >>> def graph(*rules):
    ...     return Graph("g", "1", "G", events=events, relations=rules,
    ...                  initial=Initial(included=frozenset("abc")))
    >>> compare(graph(*chain, Relation(Kind.CONDITION, "a", "c")), graph(*chain)).same
    True
    >>> compare(graph(*chain), graph(chain[1])).allowed
    ('b',)
    """
    events = [event.id for event in flatten(one).events]
    first, second = _Side(one, events), _Side(other, events)
    start = (first.start, second.start)
    came: dict[tuple[State, State], tuple[tuple[State, State], int] | None] = {start: None}
    waiting = deque([start])
    searched = 0
    while waiting:
        pair = waiting.popleft()
        searched += 1
        can, could = first.enabled(pair[0]), second.enabled(pair[1])
        ends = first.core.accepting(pair[0]) is second.core.accepting(pair[1])
        if can != could or not ends:
            run = tuple(events[at] for at in _way(came, pair))
            names = first.core.names
            return Compared(False, searched, run, names(could & ~can), names(can & ~could))
        for at in first.core.enabled(pair[0]):
            following = first.step(pair[0], at), second.step(pair[1], at)
            if following not in came:
                if len(came) >= most:
                    return Compared(None, searched)
                came[following] = (pair, at)
                waiting.append(following)
    return Compared(True, searched)


def _way(
    came: dict[tuple[State, State], tuple[tuple[State, State], int] | None],
    pair: tuple[State, State],
) -> list[int]:
    way: list[int] = []
    step = came[pair]
    while step is not None:
        pair, at = step
        way.append(at)
        step = came[pair]
    return way[::-1]
