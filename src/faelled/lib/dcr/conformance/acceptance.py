"""Whether a trace is a run of the graph: every step enabled in its turn, nothing owed at the end.

An activity that the graph does not know is not enabled. Where an activity may mean several events,
some choice must fit: the states they lead to are followed together.
"""

from collections.abc import Iterable, Mapping, Sequence

from faelled.lib.dcr.core import Core, State
from faelled.lib.dcr.core_inside import core_of
from faelled.lib.dcr.flatten import flatten
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.naming import events_named


class Acceptance:
    """A graph, made ready to be asked about many traces (control flow only)."""

    def __init__(self, core: Core, start: State, names: Mapping[str, Sequence[int]]) -> None:
        self._core, self._start = core, start
        self._several = {name: tuple(events) for name, events in names.items()}
        self._single = {name: at[0] for name, at in names.items() if len(at) == 1}

    @classmethod
    def of(cls, graph: Graph) -> "Acceptance":
        flat = flatten(graph)
        core = core_of(graph)
        initial = flat.initial
        parts = (initial.executed, initial.pending, initial.included)
        executed, pending, included = (sum(map(core.bit, part)) for part in parts)
        return cls(core, (executed, pending, included), events_named(flat))

    def accepts(self, activities: Sequence[str]) -> bool:
        """
        >>> from faelled.lib.dcr.graph import Event, Initial, Kind, Relation
        >>> rule = Relation(Kind.RESPONSE, "ask", "answer")
        >>> graph = Graph("g", "1", "G", events=(Event("ask", "ask"), Event("answer", "answer")),
        ...     relations=(rule,), initial=Initial(included=frozenset({"ask", "answer"})))
        >>> [Acceptance.of(graph).accepts(trace) for trace in (["ask", "answer"], ["ask"])]
        [True, False]
        """
        try:
            trace = [self._single[name] for name in activities]
        except KeyError:
            return self._accepts_some(activities)
        state, done = self._core.replay(self._start, trace)
        return done == len(trace) and self._core.accepting(state)

    def _accepts_some(self, activities: Iterable[str]) -> bool:
        states = {self._start}
        for name in activities:
            after = {
                self._core.step(state, at) for state in states for at in self._several.get(name, ())
            }
            states = {state for state in after if state is not None}
            if not states:
                return False
        return any(map(self._core.accepting, states))
