"""The past cases that a case is like: by its whole course if enough went so, else by its last
steps; of these perhaps only the latest, or those that were about as old."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from faelled.lib.dcr.guidance.goal import Goal, Rest, Risk
from faelled.lib.dcr.guidance.history import Course, Outcome

LEAST = 20  # cases, before a closer likeness is preferred to a wider one
NOTHING = timedelta()


class Likeness(StrEnum):
    """How close past cases are, the closest first."""

    WHOLE = "whole"
    THREE = "three"
    TWO = "two"
    ONE = "one"
    ANY = "any"


TAIL = {Likeness.THREE: 3, Likeness.TWO: 2, Likeness.ONE: 1}
Spot = tuple[Course, int]  # a past case, and how many steps it had gone
Key = tuple[Likeness, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sight:
    """Which of the cases alike are asked how long it takes: the `latest` to end, for ways of
    working change; of these the `nearest` in age, for some cases end by the calendar. None: all."""

    latest: int | None = None
    nearest: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case is now: what is done, how old it was at its last step, and how long since."""

    done: tuple[str, ...] = ()
    age: timedelta = NOTHING
    waited: timedelta = NOTHING

    @classmethod
    def of(cls, course: Course | None, at: datetime) -> "Standing":
        if course is None or not course.trace:
            return cls()
        return cls(course.trace, course.ended - course.begun, max(at - course.ended, NOTHING))


@dataclass(frozen=True, slots=True)
class Nearby:
    """Past cases at the point where a case is now, which has `waited` since its last step."""

    likeness: Likeness
    spots: tuple[Spot, ...]
    waited: timedelta = NOTHING

    def after(self, names: Iterable[Outcome]) -> "Nearby":
        """Only those that went on with one of these."""
        wanted = frozenset(names)
        kept = tuple(
            (course, place) for course, place in self.spots if course.outcome(place) in wanted
        )
        return Nearby(self.likeness, kept, self.waited)

    def risk(self, goal: Goal, at: datetime) -> Risk:
        since = at - self.waited
        missed = sum(goal.missed(course, place, since) for course, place in self.spots)
        return Risk(missed, len(self.spots))

    def rest(self) -> Rest | None:
        return Rest.of(self.rests())

    def rests(self) -> list[timedelta]:
        """How long each still had to go, from now."""
        return [max(course.rest(place) - self.waited, NOTHING) for course, place in self.spots]


class Memory:
    """Cases that have ended."""

    def __init__(self, courses: Iterable[Course], sight: Sight | None = None) -> None:
        self.sight = sight or Sight()
        self._spots: dict[Key, list[Spot]] = {}
        self._onward: dict[tuple[Key, Outcome], list[Spot]] = {}
        for course in sorted(courses, key=lambda one: one.ended):
            self._keep((Likeness.WHOLE, ()), course, 0)
            for place in range(1, len(course.trace) + 1):
                for key in _keys(course.trace[:place]):
                    self._keep(key, course, place)

    def _keep(self, key: Key, course: Course, place: int) -> None:
        self._spots.setdefault(key, []).append((course, place))
        self._onward.setdefault((key, course.outcome(place)), []).append((course, place))

    def near(self, here: Standing) -> Nearby:
        """The closest likeness with at least `LEAST` cases; else the closest with any."""
        known = [(key[0], self._spots[key]) for key in _keys(here.done) if key in self._spots]
        enough = [one for one in known if len(one[1]) >= LEAST and one[0] is not Likeness.ANY]
        for likeness, spots in enough or known:
            return Nearby(likeness, tuple(spots), here.waited)
        return Nearby(Likeness.ANY, (), here.waited)

    def onward(self, here: Standing, names: Iterable[Outcome]) -> Nearby:
        """The cases alike that went on with one of these, as far as `sight` reaches.

        Those that had gone on before as long as this one has waited are left out, as long as
        enough are left: that a case is still waiting tells of it.
        """
        likeness, spots = self._alike(here.done, tuple(names))
        if self.sight.latest is not None:
            spots = spots[-self.sight.latest :]
        if here.waited:
            still = [spot for spot in spots if _gap(spot) > here.waited]
            spots = still if len(still) >= LEAST else spots
        if self.sight.nearest is not None and len(spots) > self.sight.nearest:
            spots = sorted(spots, key=lambda spot: abs(_age(spot) - here.age))
            spots = spots[: self.sight.nearest]
        return Nearby(likeness, tuple(spots), here.waited)

    def _alike(
        self, done: tuple[str, ...], names: Sequence[Outcome]
    ) -> tuple[Likeness, list[Spot]]:
        found: tuple[Likeness, list[Spot]] = (Likeness.ANY, [])
        for key in _keys(done):
            spots = [spot for name in names for spot in self._onward.get((key, name), ())]
            if len(names) > 1:
                spots.sort(key=lambda spot: spot[0].ended)
            if len(spots) >= LEAST:
                return key[0], spots
            if not found[1]:
                found = key[0], spots
        return found


def _age(spot: Spot) -> timedelta:
    course, place = spot
    return course.moments[max(place - 1, 0)] - course.begun


def _gap(spot: Spot) -> timedelta:
    """How long the case waited for its next step; one that ended there waits for ever."""
    course, place = spot
    if place == len(course.moments):
        return timedelta.max
    return course.moments[place] - course.moments[max(place - 1, 0)]


def _keys(done: tuple[str, ...]) -> list[Key]:
    tails = [(likeness, done[-size:]) for likeness, size in TAIL.items()]
    return [(Likeness.WHOLE, done), *tails, (Likeness.ANY, ())]
