"""How often guidance is right on later cases than it learnt from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.guidance.allowed import Allowed
from faelled.lib.dcr.guidance.backoff import Backoff, Way
from faelled.lib.dcr.guidance.baseline import Usual, ceiling
from faelled.lib.dcr.guidance.calibration import Calibrated, calibrated
from faelled.lib.dcr.guidance.choosing import chosen
from faelled.lib.dcr.guidance.history import Course, Lesson, Outcome, lessons_of
from faelled.lib.dcr.guidance.sight import chosen_sight
from faelled.lib.dcr.guidance.similar import Sight

Answer = tuple[Outcome, bool]  # what comes next, and whether it is an answer at all (else: wait)


@dataclass(frozen=True, slots=True)
class Measured:
    """Next steps of the cases that began at or after a moment; the end of a case is one of them.

    `accuracy`: share foretold by what was known at that moment. `learning_on`: the same when each
    step is foretold by all that happened before it, as in use. `reference`: by `Usual`, the graph
    not asked. `ceiling`: see `baseline.ceiling`. `barred`: steps that were taken though the graph
    does not allow them there; each counts as an error, because only what is allowed is suggested.
    `told`: how true the time and the risk were, where the suggestion was followed.
    """

    way: Way
    sight: Sight
    lessons: int
    cases: int
    steps: int
    accuracy: float
    learning_on: float
    reference: float
    ceiling: float
    barred: int
    told: Calibrated | None


def measure(graph: Graph, courses: Sequence[Course], until: datetime) -> Measured | None:
    """Learn from every step before `until`, those of cases still running included; ask about the
    cases that began then or later. None where one of the two parts is empty."""
    lessons = lessons_of(courses)
    known = [lesson for lesson in lessons if lesson.at < until]
    later = [lesson for lesson in lessons if lesson.course.begun >= until]
    if not known or not later:
        return None
    way = chosen(known)
    allowed = _along(Allowed(graph), [lesson.course for lesson in later])
    model = Backoff(way)
    model.learn(known)
    followed = [lesson for lesson in later if _right(model, lesson, until, allowed)]
    ended = [course for course in courses if course.ended < until]
    sight = chosen_sight(ended, known, until)
    return Measured(
        way=way,
        sight=sight,
        lessons=len(known),
        cases=len(allowed),
        steps=len(later),
        accuracy=len(followed) / len(later),
        learning_on=_learning_on(lessons, way, until, allowed) / len(later),
        reference=Usual(known).right(later) / len(later),
        ceiling=ceiling(later),
        barred=sum(
            one.course.outcome(one.place) not in allowed[one.course.id][one.place] for one in later
        ),
        told=calibrated(ended, sight, until, followed),
    )


def answer(shares: Mapping[Outcome, float], allowed: Iterable[Outcome]) -> Answer:
    """Of what is allowed, that with the largest share; of equals, by name, the end last. What
    history has never seen comes after all it has. Nothing allowed: wait."""
    found = sorted(allowed, key=lambda one: (-shares.get(one, 0.0), one is None, one or ""))
    return (found[0], True) if found else (None, False)


def _along(graph: Allowed, courses: Iterable[Course]) -> dict[str, list[frozenset[Outcome]]]:
    return {course.id: list(graph.along(course.trace)) for course in dict.fromkeys(courses)}


def _right(
    model: Backoff,
    lesson: Lesson,
    at: datetime,
    allowed: Mapping[str, Sequence[frozenset[Outcome]]],
) -> bool:
    course, place = lesson.course, lesson.place
    shares = model.shares(course, place, at)
    return answer(shares, allowed[course.id][place]) == (course.outcome(place), True)


def _learning_on(
    lessons: Sequence[Lesson],
    way: Way,
    until: datetime,
    allowed: Mapping[str, Sequence[frozenset[Outcome]]],
) -> int:
    model, right = Backoff(way), 0
    for lesson in lessons:
        if lesson.course.begun >= until:
            seen = lesson.course.moments[lesson.place - 1]
            right += _right(model, lesson, seen, allowed)
        model.learn([lesson])
    return right
