"""Working hours: when people are at work, and when a piece of work is done."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from faelled.lib.dates.calendar import Calendar, danish_calendar
from faelled.lib.dates.duration import COPENHAGEN


@dataclass(frozen=True, slots=True)
class Hours:
    """Every working day from `opens` to `closes`, local time; `opens` is the earlier.

    >>> friday = datetime(2026, 11, 27, 14, 30, tzinfo=UTC)  # half past three in Denmark
    >>> Hours().done(friday, timedelta(hours=2)).isoformat()
    '2026-11-30T08:30:00+00:00'
    """

    opens: time = time(8)
    closes: time = time(16)
    calendar: Calendar = field(default_factory=danish_calendar)
    zone: ZoneInfo = COPENHAGEN

    def next_open(self, at: datetime) -> datetime:
        """`at` itself when people are at work, else when they next come."""
        local = at.astimezone(self.zone)
        day = local.date()
        if local.time() >= self.closes:
            day += timedelta(days=1)
        working = self.calendar.next_working_day(day)
        if working != local.date() or local.time() < self.opens:
            return datetime.combine(working, self.opens, self.zone).astimezone(UTC)
        return at

    def done(self, at: datetime, work: timedelta) -> datetime:
        """When `work`, begun at `at` or when people next come, is done."""
        at = self.next_open(at)
        while True:
            day = at.astimezone(self.zone).date()
            left = datetime.combine(day, self.closes, self.zone).astimezone(UTC) - at
            if work <= left:
                return at + work
            work -= left
            at = self.next_open(at + left)
