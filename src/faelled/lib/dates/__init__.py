"""Danish dates: durations, working days, legal deadlines and validity periods. Pure: no clock."""

from faelled.lib.dates.calendar import (
    MANY_OFFICES,
    STATUTORY,
    Calendar,
    ClosedDays,
    danish_calendar,
)
from faelled.lib.dates.clocks import (
    Deadline,
    deadline,
    deadline_end,
    end_of_day,
    last_day,
    local_day,
    moved_to_working_day,
)
from faelled.lib.dates.duration import COPENHAGEN, Duration, DurationError, parse
from faelled.lib.dates.periods import Period, PeriodError

__all__ = [
    "COPENHAGEN",
    "MANY_OFFICES",
    "STATUTORY",
    "Calendar",
    "ClosedDays",
    "Deadline",
    "Duration",
    "DurationError",
    "Period",
    "PeriodError",
    "danish_calendar",
    "deadline",
    "deadline_end",
    "end_of_day",
    "last_day",
    "local_day",
    "moved_to_working_day",
    "parse",
]
