"""Rule conformance: how well a log keeps a graph's rules, and which rules it breaks, how often.

Control flow only: every relation counts as in force, whatever its guard; time and roles are not
asked about (`replay` does that, one run at a time). Each variant is replayed once, for all cases
that went so. A step that is not allowed counts as a violation, and is then taken all the same.

The fitness of a case is the share of its steps that were allowed and of its duties that were done:
0 to 1, and 1 for a case that keeps all rules. The log's is the mean over its cases.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from faelled.lib.dcr.conformance.blame import broken_at_end, relations_of_pairs
from faelled.lib.dcr.conformance.naming import events_named
from faelled.lib.dcr.conformance.reading import fewest_violations, undone_in, walk
from faelled.lib.dcr.core import Core, State
from faelled.lib.dcr.flatten import flatten
from faelled.lib.dcr.graph import Graph, Kind, Relation
from faelled.lib.dcr.logs.frames import EventLog, Variant


class UnknownActivities(StrEnum):
    """What an activity is that the graph does not know: a step against it, or not its business."""

    VIOLATION = "violation"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Fit:
    """How one variant keeps the rules. `broken`: how often each relation (by its place in the
    graph) is broken in one case; `unknown`: how often each unknown activity comes."""

    variant: Variant
    fitness: float
    refused: int
    undone: int
    broken: Mapping[int, int]
    unknown: Mapping[int, int]

    @property
    def fits(self) -> bool:
        return not self.refused and not self.undone


@dataclass(frozen=True, slots=True)
class Heat:
    """One relation on the heat map: how often it was asked in the whole log, how often broken, in
    how many cases and variants."""

    relation: Relation
    asked: int
    broken: int
    cases: int
    variants: int


@dataclass(frozen=True, slots=True)
class Conformance:
    """What a log says of a graph. `fits` are in the order of the log's variants."""

    fitness: float
    cases: int
    events: int
    fitting: int
    heat: tuple[Heat, ...]
    fits: tuple[Fit, ...]
    unknown: Mapping[str, int]


class Conformer:
    """A graph, made ready for logs. `InvalidGraph` for one with sub-processes."""

    def __init__(
        self, graph: Graph, unknown: UnknownActivities = UnknownActivities.VIOLATION
    ) -> None:
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
        variants = log.variants()
        fits = tuple(self._fit(variant, meant, single) for variant in variants)
        cases = log.cases.height
        unknown: Counter[str] = Counter()
        for fit in fits:
            for code, times in fit.unknown.items():
                unknown[log.activities[code]] += times * fit.variant.count
        return Conformance(
            fitness=sum(fit.fitness * fit.variant.count for fit in fits) / cases if cases else 1.0,
            cases=cases,
            events=log.events.height,
            fitting=sum(fit.variant.count for fit in fits if fit.fits),
            heat=self._heat(fits, _times(log, meant)),
            fits=fits,
            unknown=dict(unknown),
        )

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
        strangers = unknown.total() if self._unknown is UnknownActivities.VIOLATION else 0
        refused = best.refused + strangers
        total = len(steps) + strangers + best.duties
        fitness = 1 - (refused + undone) / total if total else 1.0
        broken = Counter[int]()
        for pair, times in best.broken.items():
            for place in self._places.get(pair, ()):
                broken[place] += times
        return Fit(variant, fitness, refused, undone, dict(broken), dict(unknown))

    def _heat(self, fits: Iterable[Fit], times: Mapping[int, int]) -> tuple[Heat, ...]:
        """Every relation that can be broken, those broken most first."""
        broken, cases, variants = Counter[int](), Counter[int](), Counter[int]()
        for fit in fits:
            for place, count in fit.broken.items():
                broken[place] += count * fit.variant.count
                cases[place] += fit.variant.count
                variants[place] += 1
        asked = Counter[int]()
        for (kind, source, target), places in self._places.items():
            for place in places:
                asked[place] += times.get(source if kind is Kind.RESPONSE else target, 0)
        found = [
            Heat(rule, asked[place], broken[place], cases[place], variants[place])
            for place, rule in enumerate(self._graph.relations)
            if rule.kind in (Kind.CONDITION, Kind.MILESTONE, Kind.RESPONSE, Kind.EXCLUDE)
        ]
        return tuple(sorted(found, key=lambda heat: -heat.broken))


def _times(log: EventLog, meant: Sequence[Sequence[int]]) -> Mapping[int, int]:
    """How often each event was done; under a shared name, how often it may have been."""
    found = Counter[int]()
    counts = log.events["activity"].value_counts()
    for code, times in counts.iter_rows():
        found.update(dict.fromkeys(meant[code], times))
    return found
