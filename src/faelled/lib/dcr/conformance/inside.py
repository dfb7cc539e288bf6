"""Rule conformance of graphs with sub-processes and templates, by replay on the engine itself.

Asked as in `conform`, control flow only: guards count as true, delays, deadlines, data and roles
are not asked about. Two things differ. A step that is not allowed is passed over, for a step of
a copy that is not there cannot be taken; and the fitness of a case counts its steps and what is
owed at the end, not what was owed on the way: still 0 to 1, and 1 exactly for a case that keeps
all rules.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from faelled.lib.dates.calendar import Calendar
from faelled.lib.dcr.conformance.blame import relations_of_pairs
from faelled.lib.dcr.conformance.heat import Conformance, Fit, conformance_of
from faelled.lib.dcr.copies import read_name
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.flatten import flatten
from faelled.lib.dcr.graph import Graph, Kind
from faelled.lib.dcr.logs.frames import EventLog, Variant
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.naming import Unknown, events_named
from faelled.lib.dcr.replay import Fault, Recorded, Settings, Violation, replay

START = datetime(2000, 1, 1, tzinfo=UTC)  # no rule that is asked here reads the clock
STEP = timedelta(seconds=1)


class ConformerInside:
    """Any graph, made ready for logs. Slower than `Conformer`: some thousand steps a second."""

    def __init__(
        self, graph: Graph, calendar: Calendar, unknown: Unknown = Unknown.VIOLATION
    ) -> None:
        self._graph = graph
        self._engine = Engine(control_flow(graph), calendar=calendar)
        self._unknown, self._settings = unknown, Settings(unknown=unknown)
        flat = flatten(graph)
        self._index = {event.id: at for at, event in enumerate(flat.events)}
        self._names = events_named(flat)
        self._places = relations_of_pairs(graph)

    def conform(self, log: EventLog) -> Conformance:
        """How the log keeps the rules."""
        meant = [self._names.get(name, ()) for name in log.activities]
        read = [self._fit(variant, log, meant) for variant in log.variants()]
        fits = tuple(fit for fit, _dropped in read)
        found = conformance_of(self._graph, log, fits, meant, self._places)
        return replace(found, dropped=sum(dropped for _fit, dropped in read))

    def _fit(
        self, variant: Variant, log: EventLog, meant: Sequence[Sequence[int]]
    ) -> tuple[Fit, bool]:
        names = log.names(variant.trace)
        steps = [Recorded(name, START + at * STEP) for at, name in enumerate(names)]
        found = replay(self._engine, steps, start=START, settings=self._settings)
        marking = min(found.markings, key=lambda one: len(self._owed(one)))
        owed = self._owed(marking)
        strangers = Counter(code for code in variant.trace if not meant[code])
        refused, undone = len(found.violations), len(owed)
        total = len(steps) - len(found.ignored) + undone
        fitness = 1 - (refused + undone) / total if total else 1.0
        broken = Counter(place for fault in found.violations for place in self._blamed(fault))
        for event in owed:
            broken.update(self._asked_for(event, marking))
        fit = Fit(variant, fitness, refused, undone, dict(broken), dict(strangers))
        return fit, found.dropped > 0

    def _owed(self, marking: Marking) -> list[str]:
        included = self._engine.included(marking)
        return [event for event in marking.pending if event in included]

    def _blamed(self, fault: Violation) -> set[int]:
        """The relations that barred a step, whichever event and copy it was."""
        if fault.fault is not Fault.REFUSED:
            return set()
        rules = [
            reason.relation
            for why in fault.explanations
            for reason in why.reasons
            if reason.relation is not None
        ]
        return {
            place for rule in rules for place in self._said(rule.kind, rule.source, rule.target)
        }

    def _asked_for(self, event: str, marking: Marking) -> set[int]:
        """The responses that have asked for what is owed since it was last done."""
        done = marking.executed.get(event)
        return {
            place
            for source, at in marking.executed.items()
            if done is None or at >= done
            for place in self._said(Kind.RESPONSE, source, event)
            if self._same_copy(source, event)
        }

    def _same_copy(self, source: str, target: str) -> bool:
        """Two steps of one template: only those of the same copy speak to one another."""
        ours, theirs = read_name(source), read_name(target)
        if ours is None or theirs is None:
            return True
        shared = zip(ours.path, theirs.path, strict=False)
        return all(one == other for one, other in shared if one[0] == other[0])

    def _said(self, kind: Kind, source: str, target: str) -> Iterator[int]:
        one, other = (self._index[_of_graph(end)] for end in (source, target))
        yield from self._places.get((kind, one, other), ())


def control_flow(graph: Graph) -> Graph:
    """The graph without what control flow does not ask: every guard true, no time, no data.

    >>> from faelled.lib.dcr.graph import Event, Relation
    >>> guarded = Relation(Kind.CONDITION, "a", "a", guard="a > 1")
    >>> control_flow(Graph("g", "1", "G", events=(Event("a", "A"),), relations=(guarded,))
    ...     ).relations[0].guard is None
    True
    """
    return replace(
        graph,
        events=tuple(replace(event, computation=None) for event in graph.events),
        relations=tuple(
            replace(
                rule, guard=None, delay=None, delay_from=None, deadline=None, deadline_from=None
            )
            for rule in graph.relations
            if rule.kind is not Kind.UPDATE
        ),
        initial=replace(
            graph.initial,
            executed=dict.fromkeys(graph.initial.executed),
            pending=dict.fromkeys(graph.initial.pending),
        ),
    )


def _of_graph(event: str) -> str:
    """The id in the graph of an event that may be a copy's."""
    name = read_name(event)
    return event if name is None else name.event
