"""A route with its times: when each step is likely to be done, what the graph wants by when, and
how likely the whole way is to make the goal.

Where enough of the cases alike went this very way, their times are taken. Else many runs of it are
drawn, each step as long as in a past case of about that age. Delays of the graph are waited for, as
far as they can be worked out from what is known now.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.guidance.goal import Rest
from faelled.lib.dcr.guidance.pace import Pace
from faelled.lib.dcr.guidance.similar import LEAST, NOTHING, Nearby, Standing
from faelled.lib.dcr.marking import Marking

DRAWS = 200
FAR = timedelta(days=365 * 200)  # no run is longer; a moment stays within the calendar


@dataclass(frozen=True, slots=True)
class Leg:
    """A step of a route. `after`: from now until it is done. `due`: by when the graph wants it.
    `certain`: what is known now is enough to say that the graph will allow it."""

    event: str
    after: Rest
    due: datetime | None
    certain: bool


@dataclass(frozen=True, slots=True)
class Route:
    """The events to the end, in order; none: the case can end now. `takes`: half of the runs are
    shorter. `chance`: the share of runs that end before the goal's deadline; None without one.
    `went`: the past cases that went just so, whose times these are; 0: runs were drawn."""

    events: tuple[str, ...]
    legs: tuple[Leg, ...]
    takes: timedelta
    chance: float | None
    went: int


@dataclass(frozen=True, slots=True)
class Timer:
    """What the times of routes are worked out by. `name`: what the log calls an event."""

    engine: Engine
    pace: Pace
    name: Callable[[str], str]

    def timed(
        self,
        marking: Marking,
        here: Standing,
        alike: Nearby,
        events: Sequence[str],
        at: datetime,
        deadline: datetime | None,
    ) -> Route:
        """`alike`: the cases alike that went on with the first of the events."""
        went = _went(alike, [self.name(event) for event in events])
        runs = [NOTHING] * (len(went) or DRAWS)
        legs: list[Leg] = []
        random = Random(0)  # noqa: S311 - a sample; the same question has the same answer
        walk: Marking | None = marking
        last, waited = (here.done[-1] if here.done else ""), here.waited
        for place, event in enumerate(events):
            if went:
                runs = [run + gaps[place] for run, gaps in zip(runs, went, strict=True)]
            else:
                runs = [self._run(run, here, last, event, waited, random) for run in runs]
            due, opens = self._due(walk, event, at + _middle(runs))
            if opens is not None:
                runs = [max(run, opens - at) for run in runs]
            walk = self._walked(walk, event, at + _middle(runs))
            legs.append(Leg(event, _rest(runs), due, walk is not None))
            last, waited = self.name(event), NOTHING
        left = None if deadline is None else deadline - at
        chance = None if left is None else sum(run <= left for run in runs) / len(runs)
        return Route(tuple(events), tuple(legs), _middle(runs), chance, len(went))

    def _due(
        self, walk: Marking | None, event: str, at: datetime
    ) -> tuple[datetime | None, datetime | None]:
        """By when the graph wants it, and when a delay lets it through, if that is later."""
        if walk is None or event not in walk.included:
            return None, None
        opens = self.engine.opens_at(walk, event, at=at)
        return walk.pending.get(event), opens if opens is not None and opens > at else None

    def _run(
        self,
        run: timedelta,
        here: Standing,
        last: str,
        event: str,
        waited: timedelta,
        random: Random,
    ) -> timedelta:
        """A run with one more step; the first of a case takes no time."""
        if not last:
            return run
        age = here.age + here.waited + run if not waited else here.age
        return min(run + self.pace.draw(last, self.name(event), age, random, waited), FAR)

    def _walked(self, walk: Marking | None, event: str, at: datetime) -> Marking | None:
        """The marking after the step; None where what is known now does not allow it."""
        if walk is None or not self.engine.check(walk, event, at=at):
            return None
        return self.engine.execute(walk, event, at=at)


def _went(alike: Nearby, names: Sequence[str]) -> list[list[timedelta]]:
    """How long each step took in the cases that went just so to their end; none if too few did."""
    wanted = tuple(names)
    found = []
    for course, place in alike.spots:
        if course.trace[place:] == wanted:
            befores = (course.begun, *course.moments)[place:]
            gaps = [two - one for one, two in zip(befores, course.moments[place:], strict=False)]
            found.append([max(gaps[0] - alike.waited, NOTHING), *gaps[1:]])
    return found if len(found) >= LEAST else []


def _middle(runs: Sequence[timedelta]) -> timedelta:
    return sorted(runs)[len(runs) // 2]


def _rest(runs: Sequence[timedelta]) -> Rest:
    found = Rest.of(runs)
    assert found is not None  # there are always `DRAWS` of them
    return found
