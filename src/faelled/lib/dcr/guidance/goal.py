"""What a case should come to, and how many of the past cases like it did not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from faelled.lib.dcr.guidance.history import Course

Z = 1.96  # 95 %


@dataclass(frozen=True, slots=True)
class Goal:
    """To end before the deadline, and without ever doing what is to be avoided (names of a log)."""

    deadline: datetime | None = None
    avoid: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.deadline is not None or bool(self.avoid)

    def missed(self, course: Course, place: int, since: datetime) -> bool:
        """Whether a case that took its last step at `since` would miss the goal, did it go on as
        this past case went on after its first `place` steps."""
        late = self.deadline is not None and course.rest(place) > self.deadline - since
        return late or not self.avoid.isdisjoint(course.trace[place:])


@dataclass(frozen=True, slots=True)
class Risk:
    """So many of the cases missed the goal; the interval is Wilson's (JASA 22, 1927), 95 %.

    >>> risk = Risk(2, 20)
    >>> risk.share, round(risk.low, 3), round(risk.high, 3)
    (0.1, 0.028, 0.301)
    """

    missed: int
    cases: int

    @property
    def share(self) -> float:
        return self.missed / self.cases if self.cases else 0.0

    @property
    def low(self) -> float:
        return max(0.0, self._middle - self._half)

    @property
    def high(self) -> float:
        return min(1.0, self._middle + self._half)

    @property
    def _middle(self) -> float:
        """Without cases nothing is known: the middle of 0 and 1."""
        return (self.share * self.cases + Z * Z / 2) / (self.cases + Z * Z)

    @property
    def _half(self) -> float:
        spread = self.cases * self.share * (1 - self.share) + Z * Z / 4
        return Z * sqrt(spread) / (self.cases + Z * Z)


@dataclass(frozen=True, slots=True)
class Rest:
    """How long past cases still had to go: a tenth less than `low`, half less than `middle`, a
    tenth more than `high`."""

    low: timedelta
    middle: timedelta
    high: timedelta

    @classmethod
    def of(cls, rests: Iterable[timedelta]) -> "Rest | None":
        """None without cases."""
        found = sorted(rests)
        if not found:
            return None
        low, middle, high = (found[round(part * (len(found) - 1))] for part in (0.1, 0.5, 0.9))
        return cls(low, middle, high)
