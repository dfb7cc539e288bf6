"""Past cases as guidance sees them: what was done, when, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.records import LogError

Outcome: TypeAlias = str | None  # the name of the next activity; None: the case ends


@dataclass(frozen=True, slots=True)
class Course:
    """A case as far as it has gone. `moments` never run backwards; `who` is empty where unsaid.

    >>> from datetime import UTC
    >>> day = datetime(2026, 11, 24, tzinfo=UTC)
    >>> course = Course("1", ("ring", "skriv"), (day, day + timedelta(days=2)), ("Anna", "Bo"))
    >>> course.outcome(1), course.outcome(2), course.rest(1).days
    ('skriv', None, 2)
    """

    id: str
    trace: tuple[str, ...]
    moments: tuple[datetime, ...]
    who: tuple[str, ...]

    @property
    def begun(self) -> datetime:
        return self.moments[0]

    @property
    def ended(self) -> datetime:
        """The moment of its last step."""
        return self.moments[-1]

    def outcome(self, place: int) -> Outcome:
        """What came after the first `place` steps."""
        return self.trace[place] if place < len(self.trace) else None

    def known_at(self, place: int) -> datetime:
        """When that outcome was there to see; an end counts as seen at the last step."""
        return self.moments[min(place, len(self.moments) - 1)]

    def rest(self, place: int) -> timedelta:
        """How long the case still had to go after its first `place` steps."""
        return self.ended - self.moments[max(place - 1, 0)]

    def until(self, at: datetime) -> "Course":
        """Only the steps before a moment."""
        kept = sum(moment < at for moment in self.moments)
        return Course(self.id, self.trace[:kept], self.moments[:kept], self.who[:kept])


class Lesson(NamedTuple):
    """After its first `place` steps, what happened next in a case became known at `at`."""

    at: datetime
    course: Course
    place: int


def courses_of(log: EventLog) -> list[Course]:
    """The cases of a log, by their beginnings; cases without events are left out.

    The second case of one name gets a number. A step that is written later but timed before its
    forerunner takes the forerunner's time.
    Raises LogError where a step has no time: nothing can then be said to be later.
    """
    events = log.events
    if events["at"].null_count():
        raise LogError("Loggen har trin uden tidspunkt; så kan ingen sag siges at være senere.")
    names = [log.activities[code] for code in events["activity"].to_list()]
    moments = events["at"].to_list()
    who = ["" if name is None else str(name) for name in events["resource"].to_list()]
    found, seen = [], set[str]()
    for (start, end), name in zip(pairwise(log.bounds), log.cases["id"].to_list(), strict=True):
        id = f"{name} ({start})" if name in seen else name
        seen.add(id)
        if start < end:
            times = tuple(_onward(moments[start:end]))
            found.append(Course(id, tuple(names[start:end]), times, tuple(who[start:end])))
    return sorted(found, key=lambda course: (course.begun, course.id))


def lessons_of(courses: Sequence[Course]) -> list[Lesson]:
    """Everything the cases teach, in the order it became known. The first step of a case is no
    lesson: a case begins because somebody asks, and not because of what was done in it."""
    found = [
        Lesson(course.known_at(place), course, place)
        for course in courses
        for place in range(1, len(course.trace) + 1)
    ]
    return sorted(found, key=lambda lesson: lesson.at)


def _onward(moments: Sequence[datetime]) -> list[datetime]:
    latest = moments[0]
    found = []
    for moment in moments:
        latest = max(latest, moment)
        found.append(latest)
    return found
