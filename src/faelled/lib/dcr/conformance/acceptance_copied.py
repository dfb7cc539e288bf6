"""Whether a trace is a run of a graph with templates: copies come to be as the trace goes on.

A log does not say which copy a step was done in, so all that the case can have come to are followed
together; states that differ only in which copy is which are one (`CoreCopied.merged`). There is
room for as many copies as the trace turns out to need, up to a bound.
"""

from collections.abc import Sequence

from faelled.lib.dcr.conformance.acceptance import Acceptance
from faelled.lib.dcr.core import State
from faelled.lib.dcr.core_copied import CoreCopied
from faelled.lib.dcr.graph import EventType, Graph

ROOMS = (2, 8, 32)
MOST_STATES = 2_000


class AcceptanceCopied:
    """A graph, made ready to be asked about many traces (control flow only)."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._cores: dict[int, CoreCopied] = {}

    def accepts(self, activities: Sequence[str]) -> bool | None:
        """None: not known, for the trace needs more copies than the last of `ROOMS`, or can mean
        more than `MOST_STATES` things at once."""
        for room in ROOMS:
            answer, cramped = self._answer(self._core(room), activities)
            if answer is not None or not cramped:
                return answer
        return None

    def _core(self, room: int) -> CoreCopied:
        if room not in self._cores:
            self._cores[room] = CoreCopied(self._graph, room=room)
        return self._cores[room]

    def _answer(self, core: CoreCopied, activities: Sequence[str]) -> tuple[bool | None, bool]:
        """What is known with so much room, and whether there was too little."""
        states, cramped, dropped = {core.merged(core.start)}, False, False
        for name in activities:
            after: set[State] = set()
            for state in states:
                for at in core.meant.get(name, ()):
                    following = core.step(state, at)
                    if following is not None:
                        after.add(core.merged(following))
                    elif core.cramped(state, at):
                        cramped = True
            dropped = dropped or len(after) > MOST_STATES
            states = set(sorted(after)[:MOST_STATES])
        if any(map(core.accepting, states)):
            return True, cramped
        return (None if cramped or dropped else False), cramped


def acceptance_of(graph: Graph) -> Acceptance | AcceptanceCopied:
    """What answers for a graph, with templates or without."""
    if any(event.type is EventType.TEMPLATE for event in graph.events):
        return AcceptanceCopied(graph)
    return Acceptance.of(graph)
