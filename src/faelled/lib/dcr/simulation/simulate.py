"""Many made-up cases at once: they arrive, wait for the same people, and end."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.logs.records import LogTrace
from faelled.lib.dcr.simulation.noise import Mistake, Noise
from faelled.lib.dcr.simulation.plan import Plan
from faelled.lib.dcr.simulation.walk import Case, Walker

ABOUT = ("late", "finished", "mistakes")  # the attributes of every case


@dataclass(frozen=True, slots=True)
class Simulated:
    """A case as it was written down. `late`: something was overdue; `finished`: nothing is owed;
    `mistakes`: what the noise did to it."""

    trace: LogTrace
    late: bool
    finished: bool
    mistakes: tuple[Mistake, ...]


def simulate(engine: Engine, plan: Plan, count: int, *, seed: int = 0) -> Iterator[Simulated]:
    """So many cases, as they end. The same seed gives the same cases.

    >>> from datetime import UTC, datetime
    >>> from faelled.lib.dates.calendar import danish_calendar
    >>> from faelled.lib.dcr.graph import Event, Graph, Initial, Kind, Relation
    >>> graph = Graph("g", "1", "G", events=(Event("a", "Ring"), Event("b", "Svar")),
    ...     relations=(Relation(Kind.CONDITION, "a", "b"), Relation(Kind.RESPONSE, "a", "b")),
    ...     initial=Initial(included=frozenset("ab")))
    >>> engine = Engine(graph, calendar=danish_calendar())
    >>> cases = list(simulate(engine, Plan(datetime(2026, 1, 5, tzinfo=UTC)), 9, seed=1))
    >>> {case.trace.events[0].activity for case in cases}, all(case.finished for case in cases)
    ({'Ring'}, True)
    """
    random = Random(seed)  # noqa: S311  (chance, not secrecy)
    walker = Walker(engine, plan, random)
    arrives, number = plan.start, 0
    under_way: list[tuple[object, int, Case]] = []
    while under_way or number < count:
        if number < count and (not under_way or arrives <= under_way[0][2].now):
            number += 1
            case = walker.begin(number, arrives)
            arrives += plan.arrivals.draw(random)
        else:
            case = heapq.heappop(under_way)[2]
        walker.step(case)
        if case.done:
            yield _written(case, plan, random)
        else:
            heapq.heappush(under_way, (case.now, case.number, case))


def _written(case: Case, plan: Plan, random: Random) -> Simulated:
    noise = plan.noise or Noise(0.0)
    events, mistakes = noise.spoil(case.events, random)
    about = (case.late, case.finished, bool(mistakes))
    attributes = {name: str(value).lower() for name, value in zip(ABOUT, about, strict=True)}
    trace = LogTrace(f"{case.number}", events, attributes)
    return Simulated(trace, case.late, case.finished, mistakes)
