"""The past cases that a case is like: by its whole course if enough went so, else by its last
steps; and how long a step takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from faelled.lib.dcr.guidance.goal import Goal, Rest, Risk
from faelled.lib.dcr.guidance.history import Course, Outcome

LEAST = 20  # cases, before a closer likeness is preferred to a wider one


class Likeness(StrEnum):
    """How close past cases are, the closest first."""

    WHOLE = "whole"
    THREE = "three"
    TWO = "two"
    ONE = "one"
    ANY = "any"


TAIL = {Likeness.THREE: 3, Likeness.TWO: 2, Likeness.ONE: 1}
Spot = tuple[Course, int]  # a past case, and how many steps it had gone


@dataclass(frozen=True, slots=True)
class Nearby:
    """Past cases at the point where a case is now."""

    likeness: Likeness
    spots: tuple[Spot, ...]

    def after(self, names: Iterable[Outcome]) -> "Nearby":
        """Only those that went on with one of these."""
        wanted = frozenset(names)
        kept = tuple(
            (course, place) for course, place in self.spots if course.outcome(place) in wanted
        )
        return Nearby(self.likeness, kept)

    def risk(self, goal: Goal, at: datetime) -> Risk:
        missed = sum(goal.missed(course, place, at) for course, place in self.spots)
        return Risk(missed, len(self.spots))

    def rest(self) -> Rest | None:
        return Rest.of(course.rest(place) for course, place in self.spots)


class Memory:
    """Cases that have ended."""

    def __init__(self, courses: Sequence[Course]) -> None:
        self._spots: dict[tuple[Likeness, tuple[str, ...]], list[Spot]] = {}
        for course in courses:
            self._spots.setdefault((Likeness.WHOLE, ()), []).append((course, 0))
            for place in range(1, len(course.trace) + 1):
                for key in _keys(course.trace[:place]):
                    self._spots.setdefault(key, []).append((course, place))

    def near(self, done: tuple[str, ...]) -> Nearby:
        """The closest likeness with at least `LEAST` cases; else the closest with any."""
        known = [(key[0], self._spots[key]) for key in _keys(done) if key in self._spots]
        enough = [one for one in known if len(one[1]) >= LEAST and one[0] is not Likeness.ANY]
        for likeness, spots in enough or known:
            return Nearby(likeness, tuple(spots))
        return Nearby(Likeness.ANY, ())


class Pace:
    """How long it usually takes from one step to the next."""

    def __init__(self, courses: Iterable[Course]) -> None:
        gaps: dict[tuple[str, ...], list[timedelta]] = {}
        for course in courses:
            for place in range(1, len(course.trace)):
                gap = course.moments[place] - course.moments[place - 1]
                for key in (course.trace[place - 1 : place + 1], (course.trace[place],), ()):
                    gaps.setdefault(key, []).append(gap)
        self._medians = {key: sorted(found)[len(found) // 2] for key, found in gaps.items()}

    def between(self, last: str, next: str) -> timedelta:
        """The median of that pair, else of the step after any other, else of all; 0 for none."""
        for key in ((last, next), (next,), ()):
            if key in self._medians:
                return self._medians[key]
        return timedelta()


def _keys(done: tuple[str, ...]) -> list[tuple[Likeness, tuple[str, ...]]]:
    tails = [(likeness, done[-size:]) for likeness, size in TAIL.items()]
    return [(Likeness.WHOLE, done), *tails, (Likeness.ANY, ())]
