"""A plan that does as a log does: its shares, its durations, its people, its pace of arrivals."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.guidance.backoff import Backoff, Way
from faelled.lib.dcr.guidance.history import Course, Outcome, lessons_of
from faelled.lib.dcr.naming import events_named
from faelled.lib.dcr.simulation.plan import Plan
from faelled.lib.dcr.simulation.spread import Empirical, Fixed, Spread


def plan_like(graph: Graph, courses: Sequence[Course], start: datetime) -> Plan:
    """Durations are those from the step before, so waiting and nights are in them; the first step
    of a case takes none. Needs at least one course."""
    places = events_named(graph)
    ids = {name: [graph.events[at].id for at in found] for name, found in places.items()}
    gaps: dict[str, list[timedelta]] = {}
    people: dict[str, list[str]] = {}
    for course in courses:
        for at, name in enumerate(course.trace):
            for id in ids.get(name, ()):
                gaps.setdefault(id, []).append(course.moments[at] - course.moments[max(at - 1, 0)])
                if course.who[at]:
                    people.setdefault(id, []).append(course.who[at])
    arrivals = [two.begun - one.begun for one, two in pairwise(courses)]
    takes: dict[str, Spread] = {id: Empirical(found) for id, found in gaps.items()}
    return Plan(
        start,
        arrivals=Empirical(arrivals) if arrivals else Fixed(timedelta()),
        takes=takes,
        seen=people,
        shares=_Shares(courses, start),
    )


class _Shares:
    """What came next in the log, and first."""

    def __init__(self, courses: Sequence[Course], at: datetime) -> None:
        self._model, self._at = Backoff(Way()), at
        self._model.learn(lessons_of(courses))
        firsts = [course.trace[0] for course in courses]
        self._firsts: Mapping[Outcome, float] = {
            name: firsts.count(name) / len(firsts) for name in sorted(set(firsts))
        }

    def __call__(self, names: Sequence[str]) -> Mapping[Outcome, float]:
        if not names:
            return self._firsts
        trace = tuple(names)
        course = Course("", trace, (self._at,) * len(trace), ("",) * len(trace))
        return self._model.shares(course, len(trace), self._at)
