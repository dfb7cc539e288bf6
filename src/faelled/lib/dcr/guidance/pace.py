"""How long it takes from one step to the next, as past cases did it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import timedelta
from random import Random

from faelled.lib.dcr.guidance.history import Course
from faelled.lib.dcr.guidance.similar import Sight

Seen = tuple[timedelta, timedelta]  # how old the case was before the step, and how long it took


class Pace:
    """
    >>> from datetime import datetime
    >>> day = datetime(2026, 11, 24)
    >>> pace = Pace([Course("1", ("a", "b"), (day, day + timedelta(days=2)), ("", ""))])
    >>> pace.between("a", "b").days, pace.draw("a", "b", timedelta(), Random(0)).days
    (2, 2)
    """

    def __init__(self, courses: Iterable[Course], sight: Sight | None = None) -> None:
        self._sight = sight or Sight()
        seen: dict[tuple[str, ...], list[Seen]] = {}
        for course in sorted(courses, key=lambda one: one.ended):
            for place in range(1, len(course.trace)):
                before = course.moments[place - 1]
                one = (before - course.begun, course.moments[place] - before)
                for key in (course.trace[place - 1 : place + 1], (course.trace[place],), ()):
                    seen.setdefault(key, []).append(one)
        latest = self._sight.latest or 0
        self._seen = {key: sorted(found[-latest:]) for key, found in seen.items()}
        self._medians = {
            key: sorted(gap for _, gap in found)[len(found) // 2]
            for key, found in self._seen.items()
        }

    def between(self, last: str, next: str) -> timedelta:
        """The median of that pair, else of the step after any other, else of all; 0 for none."""
        for key in ((last, next), (next,), ()):
            if key in self._medians:
                return self._medians[key]
        return timedelta()

    def draw(
        self,
        last: str,
        next: str,
        age: timedelta,
        random: Random,
        waited: timedelta = timedelta(),
    ) -> timedelta:
        """How long it took in a case drawn from those of about this age; 0 where none is known.

        After a wait: what was left of it, in a case that had waited longer; if none had, nothing.
        """
        found = self._near((last, next), age)
        if waited:
            found = [one for one in found if one[1] > waited]
        return random.choice(found)[1] - waited if found else timedelta()

    def _near(self, pair: tuple[str, str], age: timedelta) -> Sequence[Seen]:
        for key in (pair, pair[1:], ()):
            found = self._seen.get(key)
            if found:
                break
        else:
            return ()
        nearest = self._sight.nearest
        if nearest is None or len(found) <= nearest:
            return found
        first = bisect_left(found, (age, timedelta())) - nearest // 2
        first = min(max(first, 0), len(found) - nearest)
        return found[first : first + nearest]
