"""Whether what was done was done in time, and by whom it should be.

Each relation with a deadline or a delay of its own is looked at alone, on the log's times:

* an answer is late if it comes after the deadline of the first time it was asked for since the last
  answer (the last time, where the relation says `restart`). An answer that never came is not late
  here: `conform` counts it as left undone.
* a step is early if it is the first after its source and comes before the delay is over, counted
  from the last time of the source.

Exclusions and guards are not asked about, nor deadlines that data give: a case in which the rule
was out of force can be counted. Times are exact; the law's "until the end of the day" is for
`replay`. An event without a time is passed over.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from faelled.lib.dates import Calendar
from faelled.lib.dcr.flatten import flatten, members
from faelled.lib.dcr.graph import Graph, Kind, Relation
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.naming import events_named


@dataclass(frozen=True, slots=True)
class Timed:
    """One relation with a time: how often that was tried, and how often it was not kept."""

    relation: Relation
    tried: int
    broken: int


@dataclass(frozen=True, slots=True)
class Staffed:
    """One event with roles: how often somebody known did it, and how often with none of them."""

    event: str
    known: int
    broken: int
    others: Mapping[str, int]


def timed(graph: Graph, log: EventLog, calendar: Calendar) -> list[Timed]:
    """Every relation with a fixed deadline or delay, those broken most first."""
    inside, codes = members(graph), _codes(graph, log)
    steps = _Steps(log)
    found = []
    for rule in graph.relations:
        duration = rule.deadline if rule.kind is Kind.RESPONSE else rule.delay
        if duration is None or rule.kind not in (Kind.RESPONSE, Kind.CONDITION):
            continue
        tried = broken = 0
        for source in inside[rule.source]:
            for target in inside[rule.target]:
                first = rule.kind is Kind.RESPONSE and not rule.restart
                for asked, done in steps.pairs(codes[source], codes[target], first):
                    bound = duration.add_to(asked, calendar=calendar)
                    tried += 1
                    broken += done > bound if rule.kind is Kind.RESPONSE else done < bound
        found.append(Timed(rule, tried, broken))
    return sorted(found, key=lambda one: -one.broken)


def staffed(graph: Graph, log: EventLog, by: str) -> list[Staffed]:
    """Every event with roles; `by` is the log's column that names them, `group` or `resource`."""
    codes = _codes(graph, log)
    known = log.events.filter(pl.col(by).is_not_null())
    counts = known.group_by("activity", pl.col(by).cast(pl.String)).len()
    by_code: dict[int, Counter[str]] = {}
    for code, name, times in counts.iter_rows():
        by_code.setdefault(code, Counter())[name] += times
    found = []
    for event in flatten(graph).events:
        if event.roles:
            done = sum((by_code.get(code, Counter()) for code in codes[event.id]), Counter[str]())
            others = {name: n for name, n in sorted(done.items()) if name not in event.roles}
            found.append(Staffed(event.id, done.total(), sum(others.values()), others))
    return sorted(found, key=lambda one: -one.broken)


def _codes(graph: Graph, log: EventLog) -> Mapping[str, frozenset[int]]:
    """For each event, the log's activities that can mean it and no other."""
    flat = flatten(graph)
    named = events_named(flat)
    meant = [named.get(name, ()) for name in log.activities]
    return {
        event.id: frozenset(code for code, events in enumerate(meant) if events == (at,))
        for at, event in enumerate(flat.events)
    }


class _Steps:
    """The log's events with a time, to look up one activity after another."""

    def __init__(self, log: EventLog) -> None:
        events = log.events.filter(pl.col("at").is_not_null())
        self._case = events["case"].to_numpy()
        self._code = events["activity"].to_numpy()
        self._at = events["at"]

    def pairs(
        self, sources: frozenset[int], targets: frozenset[int], first: bool
    ) -> Iterator[tuple[datetime, datetime]]:
        """For each target with sources since the last target: when the first of them was, or the
        last, and when the target."""
        is_source = np.isin(self._code, list(sources))
        picked = np.flatnonzero(is_source | np.isin(self._code, list(targets)))
        if len(picked) < 2:
            return
        source = is_source[picked]
        target = np.isin(self._code[picked], list(targets))
        same = np.concatenate(([False], np.diff(self._case[picked]) == 0))
        before = np.concatenate(([False], source[:-1])) & same
        for place in map(int, np.flatnonzero(target & before)):
            asked = _first_of(source & ~target, before, place - 1) if first else place - 1
            yield self._at[int(picked[asked])], self._at[int(picked[place])]


def _first_of(pure: NDArray[np.bool_], before: NDArray[np.bool_], place: int) -> int:
    """Back from a source over the sources right before it, which no target parts."""
    while before[place] and pure[place]:
        place -= 1
    return place
