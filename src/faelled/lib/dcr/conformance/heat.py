"""What a log says of a graph: how each variant keeps the rules, and which rules are broken most."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from faelled.lib.dcr.conformance.blame import Pair
from faelled.lib.dcr.graph import Graph, Kind, Relation
from faelled.lib.dcr.logs.frames import EventLog, Variant

BREAKABLE = (Kind.CONDITION, Kind.MILESTONE, Kind.RESPONSE, Kind.EXCLUDE)


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
    """What a log says of a graph. `fits` are in the order of the log's variants. `dropped`: how
    many variants had more readings than were kept; such a one may fit although it is said not to.
    """

    fitness: float
    cases: int
    events: int
    fitting: int
    heat: tuple[Heat, ...]
    fits: tuple[Fit, ...]
    unknown: Mapping[str, int]
    dropped: int = 0


def conformance_of(
    graph: Graph,
    log: EventLog,
    fits: tuple[Fit, ...],
    meant: Sequence[Sequence[int]],
    places: Mapping[Pair, Sequence[int]],
) -> Conformance:
    """The variants of a log put together. `meant`: for each activity of the log, the indices of the
    events it can be; `places`: where the graph says what of a pair of events."""
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
        heat=_heat(graph, fits, places, _times(log, meant)),
        fits=fits,
        unknown=dict(unknown),
    )


def _heat(
    graph: Graph,
    fits: Iterable[Fit],
    places: Mapping[Pair, Sequence[int]],
    times: Mapping[int, int],
) -> tuple[Heat, ...]:
    """Every relation that can be broken, those broken most first."""
    broken, cases, variants = Counter[int](), Counter[int](), Counter[int]()
    for fit in fits:
        for place, count in fit.broken.items():
            broken[place] += count * fit.variant.count
            cases[place] += fit.variant.count
            variants[place] += 1
    asked = Counter[int]()
    for (kind, source, target), where in places.items():
        for place in where:
            asked[place] += times.get(source if kind is Kind.RESPONSE else target, 0)
    found = [
        Heat(rule, asked[place], broken[place], cases[place], variants[place])
        for place, rule in enumerate(graph.relations)
        if rule.kind in BREAKABLE
    ]
    return tuple(sorted(found, key=lambda heat: -heat.broken))


def _times(log: EventLog, meant: Sequence[Sequence[int]]) -> Mapping[int, int]:
    """How often each event was done; under a shared name, how often it may have been."""
    found = Counter[int]()
    counts = log.events["activity"].value_counts()
    for code, times in counts.iter_rows():
        found.update(dict.fromkeys(meant[code], times))
    return found
