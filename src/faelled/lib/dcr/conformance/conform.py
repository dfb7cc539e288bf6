"""Rule conformance: how well a log keeps a graph's rules, and which rules it breaks, how often.

Control flow only: every relation counts as in force, whatever its guard; time and roles are not
asked about (`replay` does that, one run at a time). Each variant is replayed once, for all cases
that went so. A step that is not allowed counts as a violation, and is then taken all the same.

The fitness of a case is the share of its steps that were allowed and of its duties that were done:
0 to 1, and 1 for a case that keeps all rules. The log's is the mean over its cases.
"""

from collections import Counter
from collections.abc import Sequence

from faelled.lib.dcr.conformance.blame import broken_at_end, relations_of_pairs
from faelled.lib.dcr.conformance.heat import Conformance, Fit, conformance_of
from faelled.lib.dcr.conformance.reading import fewest_violations, undone_in, walk
from faelled.lib.dcr.core import Core, State
from faelled.lib.dcr.flatten import flatten
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.logs.frames import EventLog, Variant
from faelled.lib.dcr.naming import Unknown, events_named


class Conformer:
    """A graph, made ready for logs. `InvalidGraph` for one with sub-processes: those are for
    `inside.ConformerInside`."""

    def __init__(self, graph: Graph, unknown: Unknown = Unknown.VIOLATION) -> None:
        flat = flatten(graph)
        self._graph, self._unknown = graph, unknown
        self._core = Core.of(graph)
        initial = flat.initial
        parts = (initial.executed, initial.pending, initial.included)
        executed, pending, included = (sum(map(self._core.bit, part)) for part in parts)
        self._start: State = executed, pending, included
        self._names = events_named(flat)
        self._places = relations_of_pairs(graph)

    def conform(self, log: EventLog) -> Conformance:
        """How the log keeps the rules."""
        meant = [self._names.get(name, ()) for name in log.activities]
        single = [events[0] if len(events) == 1 else -1 for events in meant]
        fits = tuple(self._fit(variant, meant, single) for variant in log.variants())
        return conformance_of(self._graph, log, fits, meant, self._places)

    def _fit(self, variant: Variant, meant: Sequence[Sequence[int]], single: Sequence[int]) -> Fit:
        trace = [single[code] for code in variant.trace]
        if -1 not in trace:
            state, done = self._core.replay(self._start, trace)
            if done == len(trace) and self._core.accepting(state):
                return Fit(variant, 1.0, 0, 0, {}, {})
        return self._read(variant, meant)

    def _read(self, variant: Variant, meant: Sequence[Sequence[int]]) -> Fit:
        unknown = Counter(code for code in variant.trace if not meant[code])
        steps = [meant[code] for code in variant.trace if meant[code]]
        if all(len(events) == 1 for events in steps):
            best = walk(self._core, self._start, [events[0] for events in steps])
        else:
            best = fewest_violations(self._core, self._start, steps)
        undone = undone_in(best.state)
        best.broken.update(broken_at_end(self._core, best.state, best.run))
        strangers = unknown.total() if self._unknown is Unknown.VIOLATION else 0
        refused = best.refused + strangers
        total = len(steps) + strangers + best.duties
        fitness = 1 - (refused + undone) / total if total else 1.0
        broken = Counter[int]()
        for pair, times in best.broken.items():
            for place in self._places.get(pair, ()):
                broken[place] += times
        return Fit(variant, fitness, refused, undone, dict(broken), dict(unknown))
