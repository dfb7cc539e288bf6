"""The masks of a graph with sub-processes: what is around an event has its say, and its turn after.

As `core`, control flow alone. Slower, for after each step the sub-processes around it are asked
whether they are done. A graph with templates has no end of events and no masks; `replay` runs it.
"""

from collections.abc import Iterable

from faelled.lib.dcr.core import Core, State
from faelled.lib.dcr.errors import InvalidGraph
from faelled.lib.dcr.flatten import flatten
from faelled.lib.dcr.graph import EventType, Graph


def core_of(graph: Graph) -> Core:
    """The masks of any graph without templates; `InvalidGraph` for one with."""
    flat = flatten(graph)
    if any(event.type is EventType.TEMPLATE for event in flat.events):
        raise InvalidGraph(("En proces med skabeloner har ikke et fast antal trin.",))
    if all(event.type is EventType.ACTIVITY for event in flat.events):
        return Core([event.id for event in flat.events], flat.relations)
    return CoreInside(flat)


class CoreInside(Core):
    """
    >>> from faelled.lib.dcr.graph import Event, Kind, Relation
    >>> events = Event("s", "S", type=EventType.SUBPROCESS), Event("a", "A", parent="s")
    >>> core = CoreInside(Graph("g", "1", "G", events=(*events, Event("b", "B")),
    ...                         relations=(Relation(Kind.CONDITION, "s", "b"),)))
    >>> core.enabled((0, 0, 0b111)), core.step((0, 0, 0b111), 1)
    ([1], (3, 0, 7))
    """

    def __init__(self, flat: Graph) -> None:
        super().__init__([event.id for event in flat.events], flat.relations)
        parents = [None if e.parent is None else self.index[e.parent] for e in flat.events]
        self._around: list[tuple[int, ...]] = []
        self._parts = [0] * len(flat.events)
        self._holds = [event.type is not EventType.ACTIVITY for event in flat.events]
        for at, outer in enumerate(parents):
            around: list[int] = []
            while outer is not None:
                around.append(outer)
                self._parts[outer] |= 1 << at
                outer = parents[outer]
            self._around.append(tuple(around))

    def here(self, included: int) -> int:
        """What is part of the case: included, as is all that is around it."""
        for at, parts in enumerate(self._parts):
            if parts and not included >> at & 1:
                included &= ~parts
        return included

    def around(self, at: int) -> tuple[int, ...]:
        """The sub-processes that an event lies in, innermost first."""
        return self._around[at]

    def steps_of(self, at: int) -> int:
        """A mask: the step itself, or the steps by which a sub-process can come to happen."""
        if not self._holds[at]:
            return 1 << at
        parts = self._parts[at]
        return sum(
            1 << one for one, holds in enumerate(self._holds) if parts >> one & 1 and not holds
        )

    def check(self, state: State, at: int) -> bool:
        executed, pending, included = state
        seen = executed, pending, self.here(included)
        return not self._holds[at] and self._open(seen, at)

    def _open(self, seen: State, at: int) -> bool:
        return all(super(CoreInside, self).check(seen, outer) for outer in (at, *self._around[at]))

    def enabled(self, state: State) -> list[int]:
        executed, pending, included = state
        seen = executed, pending, self.here(included)
        return [at for at, holds in enumerate(self._holds) if not holds and self._open(seen, at)]

    def step(self, state: State, at: int) -> State | None:
        if not self.check(state, at):
            return None
        state = self._happen(state, at)
        for outer in self._around[at]:
            executed, pending, included = state
            seen = executed, pending, self.here(included)
            if not self._parts[outer] & pending & seen[2] and self._open(seen, outer):
                state = self._happen(state, outer)
        return state

    def _happen(self, state: State, at: int) -> State:
        executed, pending, included = state
        bit, _, _, keep, owe, stay, come = self.masks[at]
        return executed | bit, pending & keep | owe, included & stay | come

    def replay(self, state: State, trace: Iterable[int]) -> tuple[State, int]:
        done = 0
        for at in trace:
            after = self.step(state, at)
            if after is None:
                break
            state, done = after, done + 1
        return state, done

    def accepting(self, state: State) -> bool:
        return not state[1] & self.here(state[2])
