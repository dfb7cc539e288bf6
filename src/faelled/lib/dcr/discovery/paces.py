"""How soon things follow: deadlines for responses and delays for conditions, read off the log.

For a response, the time from the last source before an answer to that answer; the deadline is what
nearly all kept (a quantile, rounded up). For a condition, the time from the last source to the
target; the delay is what nearly all waited (rounded down). Both are habits, not law: they are given
with their support, and only where there is enough of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.graph import Graph, Kind, Relation
from faelled.lib.dcr.logs.frames import EventLog

DAY, HOUR, MINUTE = 86_400, 3_600, 60


@dataclass(frozen=True, slots=True)
class Pace:
    """The times observed for one relation, in seconds, and what was made of them."""

    kind: Kind
    source: str
    target: str
    support: int
    median: float
    bound: float  # the quantile that the duration is rounded from
    duration: Duration


def paces(log: EventLog, graph: Graph, share: float, support: int) -> list[Pace]:
    """For each condition and response between two single events, what a share (0 to 1) of the
    cases kept; seen at least `support` times.

    A delay of less than a minute says nothing and is left out; so are times that go backwards.
    """
    wanted = [
        rule
        for rule in graph.relations
        if rule.kind in (Kind.CONDITION, Kind.RESPONSE)
        and rule.source in graph
        and rule.target in graph
    ]
    codes = {name: code for code, name in enumerate(log.activities)}
    gaps = _Gaps(log)
    found = []
    for rule in wanted:
        if rule.source not in codes or rule.target not in codes:
            continue
        seconds = gaps.between(codes[rule.source], codes[rule.target])
        if len(seconds) >= support:
            pace = _pace(rule, seconds, share)
            if pace is not None:
                found.append(pace)
    return found


def with_paces(graph: Graph, found: Iterable[Pace]) -> Graph:
    """The graph with the delays and deadlines on its relations."""
    by = {(pace.kind, pace.source, pace.target): pace.duration for pace in found}

    def timed(rule: Relation) -> Relation:
        duration = by.get((rule.kind, rule.source, rule.target))
        if duration is None:
            return rule
        if rule.kind is Kind.CONDITION:
            return replace(rule, delay=duration)
        return replace(rule, deadline=duration)

    return replace(graph, relations=tuple(map(timed, graph.relations)))


def _pace(rule: Relation, seconds: Sequence[float], share: float) -> Pace | None:
    late = rule.kind is Kind.RESPONSE
    bound = float(np.quantile(seconds, share if late else 1 - share))
    if not late and bound < MINUTE:
        return None
    duration = rounded(bound, up=1 if late else 0)
    median = float(np.median(seconds))
    return Pace(rule.kind, rule.source, rule.target, len(seconds), median, bound, duration)


def rounded(seconds: float, up: int) -> Duration:
    """Whole days from two days on, whole hours from two hours on, else minutes; `up` 1 or 0.

    >>> rounded(200_000, up=1).format(), rounded(5_000, up=0).format()
    ('P3D', 'PT1H23M')
    """
    unit = DAY if seconds >= 2 * DAY else HOUR if seconds >= 2 * HOUR else MINUTE
    whole = int(seconds // unit) + (up if seconds % unit else 0)
    if unit == DAY:
        return Duration(days=whole)
    return Duration(seconds=max(whole, up) * unit)


class _Gaps:
    """The times from each last source before a target to that target."""

    def __init__(self, log: EventLog) -> None:
        events = log.events.filter(pl.col("at").is_not_null())
        self._case = events["case"].to_numpy()
        self._code = events["activity"].to_numpy()
        self._at = events["at"].dt.timestamp("us").to_numpy() / 1e6

    def between(self, source: int, target: int) -> Sequence[float]:
        """Seconds; a source counts once, with the first target after it."""
        picked = np.flatnonzero((self._code == source) | (self._code == target))
        if len(picked) < 2:
            return []
        before, after = picked[:-1], picked[1:]
        fits = (self._code[before] == source) & (self._code[after] == target)
        fits &= self._case[before] == self._case[after]
        seconds = self._at[after[fits]] - self._at[before[fits]]
        found: list[float] = seconds[seconds >= 0].tolist()
        return found
