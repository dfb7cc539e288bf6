"""The way from a marking to an end that is allowed: likely, short in time, and around what is to be
avoided.

The cheapest way is searched (Dijkstra) over markings and the last steps together. A step costs how
unlikely it is after those before it (-log of its share), and what part of the time left it usually
takes. Control flow only: guards are taken as true, and what delays do to the times is worked out
afterwards (`legs`).
"""

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from math import log

from faelled.lib.dcr.core import State
from faelled.lib.dcr.guidance.allowed import Allowed
from faelled.lib.dcr.guidance.history import Outcome
from faelled.lib.dcr.guidance.pace import Pace

FLOOR = 1e-4  # the share of what history has never seen
MOST_STATIONS = 3_000  # looked at before the search is given up
Names = tuple[str, ...]
# The cost of getting there, when it was found, the marking, the names of all that is done, the
# events of the way, and whether the case has ended there.
Station = tuple[float, int, State, Names, Names, bool]
Shares = Callable[[Names], Mapping[Outcome, float]]


@dataclass(frozen=True, slots=True)
class Search:
    """What a way is chosen by. `left`: until the deadline; None: there is none. `haste`: what the
    time left counts against how usual a step is. `least`: the share that a step or an end must
    have."""

    allowed: Allowed
    shares: Shares
    pace: Pace
    left: timedelta | None = None
    avoid: frozenset[str] = frozenset()
    haste: float = 1.0
    least: float = 0.0

    def way(self, state: State, done: Names) -> Names | None:
        """The events to an end, in order. None: there is no way, or none within
        `MOST_STATIONS`."""
        order = count()
        queue: list[Station] = [(0.0, next(order), state, done, (), False)]
        seen: set[tuple[State, Names]] = set()
        while queue and len(seen) < MOST_STATIONS:
            cost, _, here, names, events, ended = heapq.heappop(queue)
            if ended:
                return events
            if (here, names[-3:]) in seen:
                continue
            seen.add((here, names[-3:]))
            shares = self.shares(names)
            if self.allowed.core.accepting(here) and shares.get(None, 0.0) >= self.least:
                end = cost + _price(shares.get(None, 0.0))
                heapq.heappush(queue, (end, next(order), here, names, events, True))
            for at, name, then in self._steps(here, shares):
                gap = self.pace.between(names[-1], name) if names else timedelta()
                then_cost = cost + _price(shares.get(name, 0.0)) + self._part(gap)
                way = (*events, self.allowed.core.events[at])
                station = then_cost, next(order), then, (*names, name), way, False
                heapq.heappush(queue, station)
        return None

    def _steps(
        self, state: State, shares: Mapping[Outcome, float]
    ) -> Iterator[tuple[int, str, State]]:
        """Each enabled event that is not to be avoided, the name it mostly goes by, and where it
        leads."""
        for at in self.allowed.core.enabled(state):
            names = self.allowed.names[at]
            after = self.allowed.core.step(state, at)
            name = max(names, key=lambda name: shares.get(name, 0.0))
            usual = shares.get(name, 0.0) >= self.least
            if after is not None and usual and self.avoid.isdisjoint(names):
                yield at, name, after

    def _part(self, gap: timedelta) -> float:
        """What part of the time left a step takes; all of it, and more, where none is left."""
        if self.left is None:
            return 0.0
        return self.haste * (gap / max(self.left, timedelta(hours=1)))


def _price(share: float) -> float:
    return -log(max(share, FLOOR))
