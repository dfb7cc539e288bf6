"""What others do, to compare with: the most usual next step after exactly this course so far, else
after its last three, two, or one (shared/reference/dcr.md 2.6); the graph has no say in it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random

from faelled.lib.dcr.guidance.history import Course, Lesson, Outcome, lessons_of

FOLDS = 5
SEED = 0


class Usual:
    """
    >>> from datetime import datetime
    >>> day = datetime(2026, 11, 24)
    >>> usual = Usual(lessons_of([Course("1", ("a", "b"), (day, day), ("", ""))]))
    >>> usual.next(("a",)), usual.next(("c", "b"))
    ('b', None)
    """

    def __init__(self, lessons: Iterable[Lesson]) -> None:
        self._counts: dict[tuple[int, tuple[str, ...]], Counter[Outcome]] = {}
        for lesson in lessons:
            for key in _keys(lesson.course.trace[: lesson.place]):
                counts = self._counts.setdefault(key, Counter())
                counts[lesson.course.outcome(lesson.place)] += 1

    def next(self, done: tuple[str, ...]) -> Outcome:
        for key in _keys(done):
            if key in self._counts:
                return self._counts[key].most_common(1)[0][0]
        return None

    def right(self, lessons: Iterable[Lesson]) -> int:
        """How many lessons it would have foretold."""
        return sum(
            self.next(one.course.trace[: one.place]) == one.course.outcome(one.place)
            for one in lessons
        )


def over_folds(courses: Sequence[Course]) -> float:
    """Its share over five folds of the whole log, drawn by chance: cases are then foretold from
    later ones too, as in the figures that others give."""
    order = list(courses)
    Random(SEED).shuffle(order)  # noqa: S311 - a deal of cases, no secret
    right = total = 0
    for fold in range(FOLDS):
        held = lessons_of(order[fold::FOLDS])
        rest = [course for at, course in enumerate(order) if at % FOLDS != fold]
        right += Usual(lessons_of(rest)).right(held)
        total += len(held)
    return right / max(total, 1)


def ceiling(lessons: Sequence[Lesson]) -> float:
    """The share that nobody can pass who looks at nothing but the course so far: for each course
    the outcome that was most usual in these very lessons."""
    counts: dict[tuple[str, ...], Counter[Outcome]] = {}
    for one in lessons:
        known = counts.setdefault(one.course.trace[: one.place], Counter())
        known[one.course.outcome(one.place)] += 1
    best = sum(max(count.values()) for count in counts.values())
    return best / max(len(lessons), 1)


def _keys(done: tuple[str, ...]) -> list[tuple[int, tuple[str, ...]]]:
    return [(0, done), *((size, done[-size:]) for size in (3, 2, 1)), (4, ())]
