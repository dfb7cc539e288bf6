"""Time in a rule graph: delays, deadlines and the two ways to treat a missed one [HMSZ13].

Moments are absolute, so nothing ticks in a database. Durations are added where the law counts them:
in the local calendar, months as months, working days by an explicit calendar.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from faelled.lib.dates.duration import Duration, DurationError, parse
from faelled.lib.dcr.errors import DcrError
from faelled.lib.dcr.graph import Citation
from faelled.lib.dcr.values import Value


class Mode(StrEnum):
    """What a missed deadline means.

    `OPERATION`: real time cannot be stopped; what is late is overdue and can still be done.
    `ANALYSIS`: time may not pass an included pending deadline [HMSZ13]; such a step is a time-lock.

    >>> Mode("analysis") is Mode.ANALYSIS
    True
    """

    OPERATION = "operation"
    ANALYSIS = "analysis"


class Clock(StrEnum):
    """When a deadline or a delay of whole days ends.

    `EXACT`: at the instant, as [HMSZ13] has it. `LEGAL`: with the last day, as the law counts: a
    letter sent at 14.03 with four weeks' deadline can be answered until midnight, and what must
    wait fourteen weeks waits for the last day to end (`lib.dates.clocks`). Hours are exact in both.
    """

    EXACT = "exact"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True)
class Due:
    """Something owed [HMSZ13]: which event, by when (aware, UTC), and where the law says so.

    >>> from datetime import UTC
    >>> due = Due("decide", datetime(2026, 12, 22, tzinfo=UTC))
    >>> due.deadline < datetime(2026, 12, 23, tzinfo=UTC)  # overdue, the day after
    True
    """

    event: str
    deadline: datetime
    cites: tuple[Citation, ...] = ()


class NaiveMoment(DcrError, ValueError):
    """A moment without a time zone was given; nobody can say when that is."""

    def __init__(self) -> None:
        super().__init__("Tidspunktet mangler tidszone.")


def aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise NaiveMoment
    return at


def duration_of(value: Value) -> Duration | None:
    """A duration kept as data: itself, a text like "P14D", or a number of days; None: it is none.

    >>> str(duration_of("2w")), str(duration_of(5)), duration_of("soon")
    ('P14D', 'P5D', None)
    """
    if isinstance(value, Duration):
        return value
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        try:
            return parse(value)
        except DurationError:
            return None
    return None


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """The stricter of two deadlines; no deadline is the mildest of all."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
