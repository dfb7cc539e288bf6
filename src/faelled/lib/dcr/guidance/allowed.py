"""What the graph allows after each step of a course, by the names that logs use.

Control flow only. A name may mean several events; all they can lead to is followed. A step that is
not allowed is taken all the same, as conformance does: it has happened.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from faelled.lib.dcr.core import Core, State
from faelled.lib.dcr.core_inside import core_of
from faelled.lib.dcr.flatten import flatten
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.guidance.history import Outcome
from faelled.lib.dcr.naming import events_named

MOST_STATES = 64
States: TypeAlias = frozenset[State]


class Allowed:
    """A graph, made ready to be asked about many courses; `InvalidGraph` for one with templates.

    >>> from faelled.lib.dcr.graph import Event, Initial, Kind, Relation
    >>> graph = Graph("g", "1", "G", events=(Event("a", "a"), Event("b", "b")),
    ...     relations=(Relation(Kind.CONDITION, "a", "b"), Relation(Kind.RESPONSE, "a", "b")),
    ...     initial=Initial(included=frozenset("ab")))
    >>> allowed = Allowed(graph)
    >>> [sorted(map(str, after)) for after in allowed.along(["a", "b"])]
    [['None', 'a'], ['a', 'b'], ['None', 'a', 'b']]
    """

    def __init__(self, graph: Graph) -> None:
        flat = flatten(graph)
        self.core: Core = core_of(graph)
        initial = flat.initial
        parts = (initial.executed, initial.pending, initial.included)
        executed, pending, included = (sum(map(self.core.bit, part)) for part in parts)
        self.start: State = executed, pending, included
        self._events = events_named(flat)
        self.names: list[list[str]] = [[] for _ in flat.events]
        for name, events in self._events.items():
            for at in events:
                self.names[at].append(name)
        self._known: dict[States, frozenset[Outcome]] = {}

    def along(self, trace: Sequence[str]) -> Iterator[frozenset[Outcome]]:
        """What could be next at the start, and after each step; None: the case may end."""
        states: States = frozenset((self.start,))
        yield self.outcomes(states)
        for name in trace:
            states = self.after(states, name)
            yield self.outcomes(states)

    def outcomes(self, states: States) -> frozenset[Outcome]:
        """The names of all that is enabled, and None where the case may end."""
        if states not in self._known:
            found: set[Outcome] = set()
            for state in states:
                for at in self.core.enabled(state):
                    found.update(self.names[at])
                if self.core.accepting(state):
                    found.add(None)
            self._known[states] = frozenset(found)
        return self._known[states]

    def after(self, states: States, name: str) -> States:
        """Where a step leads, enabled or not. A name that the graph does not know changes
        nothing."""
        meant = self._events.get(name, ())
        reached = {self.core.step(state, at) for state in states for at in meant}
        found = {state for state in reached if state is not None}
        if not found:
            found = {self._forced(state, at) for state in states for at in meant} or set(states)
        return frozenset(sorted(found)[:MOST_STATES])

    def _forced(self, state: State, at: int) -> State:
        executed, pending, included = state
        bit, _, _, keep, owe, stay, come = self.core.masks[at]
        return executed | bit, pending & keep | owe, included & stay | come
