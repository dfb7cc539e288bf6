"""What comes next, by the longest beginning that history knows, smoothed by the shorter ones.

A back-off model in the manner of Witten and Bell (IEEE Trans. Inf. Theory 37, 1991): at each level,
from "anything" to "exactly this course", an outcome has the share it had there, and a level with
few cases or many different outcomes leaves more of the say to the level below. Old lessons fade:
after one half-life a case counts half, because ways of working change.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from faelled.lib.dcr.guidance.history import Course, Lesson, Outcome

MOST_DOUBLINGS = 400.0  # weights grow with time; beyond this all are scaled down


@dataclass(frozen=True, slots=True)
class Way:
    """How to learn: how fast lessons fade (None: never), and whether it matters who did the last
    step."""

    half_life: timedelta | None = None
    who: bool = False

    @property
    def levels(self) -> int:
        return 6 if self.who else 5


def likenesses(way: Way, course: Course, place: int) -> tuple[Hashable, ...]:
    """What a case is compared by after its first `place` steps, from the general to the exact.

    >>> day = datetime(2026, 11, 24)
    >>> likenesses(Way(), Course("1", ("a", "b"), (day, day), ("", "")), 2)
    ((), ('b',), ('a', 'b'), ('a', 'b'), ('a', 'b'))
    """
    done = course.trace[:place]
    found: tuple[Hashable, ...] = ((), done[-1:], done[-2:], done[-3:], done)
    return (*found, (done, course.who[place - 1])) if way.who else found


class Backoff:
    """Learns lessons one by one, and says what share each outcome has.

    >>> from faelled.lib.dcr.guidance.history import lessons_of
    >>> day = datetime(2026, 11, 24)
    >>> courses = [Course(str(at), ("a", next), (day, day), ("", "")) for at, next in
    ...            enumerate("bbc")]
    >>> model = Backoff(Way())
    >>> model.learn(lessons_of(courses))
    >>> shares = model.shares(Course("4", ("a",), (day,), ("",)), 1, day)
    >>> max(shares, key=shares.get), round(sum(shares.values()), 6)
    ('b', 1.0)
    """

    def __init__(self, way: Way) -> None:
        self.way = way
        self._levels: list[dict[Hashable, dict[Outcome, float]]] = [{} for _ in range(way.levels)]
        self._origin: datetime | None = None

    def learn(self, lessons: Sequence[Lesson]) -> None:
        """Lessons in the order of their time."""
        for lesson in lessons:
            weight = self._weight(lesson.at)
            outcome = lesson.course.outcome(lesson.place)
            alike = likenesses(self.way, lesson.course, lesson.place)
            for level, key in zip(self._levels, alike, strict=True):
                counts = level.setdefault(key, {})
                counts[outcome] = counts.get(outcome, 0.0) + weight

    def shares(self, course: Course, place: int, at: datetime) -> dict[Outcome, float]:
        """The share of each outcome history knows, as seen at `at`; they sum to 1, or there are
        none."""
        weight = self._weight(at)
        found: dict[Outcome, float] = {}
        alike = likenesses(self.way, course, place)
        for level, key in zip(self._levels, alike, strict=True):
            counts = level.get(key)
            if counts is None:
                continue
            total = sum(counts.values())
            kinds = sum(min(1.0, count / weight) for count in counts.values())
            rest = kinds / (total / weight + kinds) if found else 0.0
            found = {outcome: share * rest for outcome, share in found.items()}
            for outcome, count in counts.items():
                found[outcome] = found.get(outcome, 0.0) + (1 - rest) * count / total
        return found

    def _weight(self, at: datetime) -> float:
        """What a lesson of this moment weighs; only ratios matter."""
        if self.way.half_life is None:
            return 1.0
        if self._origin is None:
            self._origin = at
        doublings = (at - self._origin) / self.way.half_life
        if doublings > MOST_DOUBLINGS:
            self._fade(2.0**-doublings)
            self._origin, doublings = at, 0.0
        return float(2.0 ** max(doublings, -MOST_DOUBLINGS))

    def _fade(self, factor: float) -> None:
        for level in self._levels:
            for counts in level.values():
                for outcome in counts:
                    counts[outcome] = max(counts[outcome] * factor, 1e-200)
