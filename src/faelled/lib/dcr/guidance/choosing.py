"""Which way to learn suits a log: tried on its own past, each step foretold from those before.

Nothing that is later than the lessons given is looked at.
"""

from collections.abc import Sequence
from datetime import timedelta

from faelled.lib.dcr.guidance.backoff import Backoff, Way
from faelled.lib.dcr.guidance.history import Lesson, Outcome

HALF_LIVES = (None, timedelta(days=200), timedelta(days=100), timedelta(days=50))
WAYS = tuple(Way(half_life, who) for who in (False, True) for half_life in HALF_LIVES)
TRIED = 0.5  # of the lessons: the later half is foretold, one by one
MARGIN = 0.002  # a way that looks at more must be better by so much


def chosen(lessons: Sequence[Lesson]) -> Way:
    """The way that would have foretold most of the later half of the lessons.

    Who did the last step is only asked about where that pays by `MARGIN`.
    """
    share = {way: foretold(lessons, way, int(len(lessons) * TRIED)) for way in WAYS}
    plain = max((way for way in WAYS if not way.who), key=share.__getitem__)
    asking = max((way for way in WAYS if way.who), key=share.__getitem__)
    return asking if share[asking] >= share[plain] + MARGIN else plain


def foretold(lessons: Sequence[Lesson], way: Way, first: int) -> float:
    """The share foretold of the lessons from number `first` on, each from all those before it."""
    model, right = Backoff(way), 0
    model.learn(lessons[:first])
    for lesson in lessons[first:]:
        shares = model.shares(lesson.course, lesson.place, lesson.at)
        right += likeliest(shares) == lesson.course.outcome(lesson.place)
        model.learn([lesson])
    return right / max(len(lessons) - first, 1)


def likeliest(shares: dict[Outcome, float]) -> Outcome:
    """The outcome with the largest share; of equals, the first learnt. None where there is none."""
    return max(shares, key=shares.__getitem__, default=None)
