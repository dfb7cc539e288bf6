"""Delays and deadlines as whole numbers of one unit, for a search through time.

The unit is the largest length of time that goes up in all of them. A month counts as 30 days, a
year as 365, a working day as a day; that, and times that are kept as data, is told as a limit.
"""

from dataclasses import dataclass
from datetime import datetime
from math import gcd

from faelled.lib.dcr.duration import Duration
from faelled.lib.dcr.graph import Graph

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Lengths:
    """`unit` in seconds, 0 where the graph has no times; `longest` in units; `limits` in Danish."""

    unit: int
    longest: int
    limits: tuple[str, ...]

    @classmethod
    def of(cls, graph: Graph) -> "Lengths":
        """
        >>> Lengths.of(Graph("g", "1", "G"))
        Lengths(unit=0, longest=0, limits=())
        """
        found = [length for rule in graph.relations for length in (rule.delay, rule.deadline)]
        begun = (*graph.initial.executed.values(), *graph.initial.pending.values())
        lengths = [length for length in (*found, *begun) if isinstance(length, Duration)]
        unit = 0
        for length in lengths:
            unit = gcd(unit, abs(seconds(length)))
        unit = unit or (DAY if lengths else 0)
        longest = max((abs(seconds(length)) for length in lengths), default=0)
        return cls(unit, longest // unit if unit else 0, _limits(graph, lengths))

    def units(self, length: Duration | None) -> int:
        """How many units a length is; none: 0."""
        return seconds(length) // self.unit if length is not None and self.unit else 0

    def words(self, units: int) -> str:
        """
        >>> Lengths(DAY, 20, ()).words(3)
        '3 dage'
        """
        days, rest = divmod(units * self.unit, DAY)
        return Duration(days=days, seconds=rest).in_words()


def seconds(length: Duration) -> int:
    days = length.years * 365 + length.months * 30 + length.days + length.working_days
    return days * DAY + length.seconds


def _limits(graph: Graph, lengths: list[Duration]) -> tuple[str, ...]:
    found = []
    if any(length.years or length.months or length.working_days for length in lengths):
        found.append("Måneder er regnet som 30 dage, år som 365 og arbejdsdage som dage.")
    if any(rule.delay_from or rule.deadline_from for rule in graph.relations):
        found.append("Ventetider og frister, der står i data, er ikke regnet med.")
    begun = (*graph.initial.executed.values(), *graph.initial.pending.values())
    if any(isinstance(time, datetime) for time in begun):
        found.append("Faste tidspunkter i begyndelsen er ikke regnet med.")
    return tuple(found)
