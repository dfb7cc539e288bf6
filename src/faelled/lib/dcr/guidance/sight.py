"""How far to look for cases alike, tried on the log's own past: nothing later is looked at.

What is tried is how well the time left is foretold, by the continuous ranked probability score: the
Brier score of "later than this" summed over all deadlines (Gneiting and Raftery, JASA 102, 2007).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from faelled.lib.dcr.guidance.history import Course, Lesson
from faelled.lib.dcr.guidance.similar import Memory, Sight, Standing

SIGHTS = tuple(Sight(latest, nearest) for nearest in (None, 50) for latest in (None, 200))
TRIED = 0.5  # of the lessons: those of the later half are asked about
MOST_ASKED = 300  # spread evenly over them


def chosen_sight(courses: Sequence[Course], lessons: Sequence[Lesson], until: datetime) -> Sight:
    """The sight that would have foretold the time left best, of what was known at `until`.

    `lessons`: those before `until`, in the order of their time.
    """
    if not lessons:
        return Sight()
    half = lessons[int(len(lessons) * TRIED)].at
    past = [course for course in courses if course.ended < half]
    later = [
        one
        for one in lessons
        if one.at >= half and one.course.ended < until and one.course.outcome(one.place) is not None
    ]
    asked = spread(later, MOST_ASKED)
    if not past or not asked:
        return Sight()
    return min(SIGHTS, key=lambda sight: _score(Memory(past, sight), asked))


def spread(lessons: Sequence[Lesson], most: int) -> Sequence[Lesson]:
    """At most so many of them, evenly."""
    return lessons[:: max(1, -(-len(lessons) // most))]


def standing(lesson: Lesson) -> Standing:
    """The case of a lesson as it stood right after its last step."""
    course, place = lesson.course, lesson.place
    return Standing(course.trace[:place], course.moments[place - 1] - course.begun)


def crps(foretold: Sequence[timedelta], came: timedelta) -> float:
    """In seconds; 0 is perfect.

    >>> day = timedelta(days=1)
    >>> crps([day], 2 * day) == day.total_seconds(), crps([day, 3 * day], 2 * day) / 86_400
    (True, 0.5)
    """
    values = sorted(one.total_seconds() for one in foretold)
    count, seconds = len(values), came.total_seconds()
    off = sum(abs(value - seconds) for value in values) / count
    apart = sum((2 * at - count + 1) * value for at, value in enumerate(values)) / count**2
    return off - apart


def _score(memory: Memory, asked: Sequence[Lesson]) -> float:
    total = 0.0
    for one in asked:
        came = one.course.rest(one.place)
        near = memory.onward(standing(one), (one.course.outcome(one.place),))
        total += crps(near.rests() or [timedelta()], came)
    return total
