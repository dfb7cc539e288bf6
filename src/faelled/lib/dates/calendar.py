"""Which days are working days in Denmark.

Saturdays, Sundays and the public holidays (*helligdage*) of the `holidays` package are never
working days. Store bededag is one from 2024, when it stopped being a holiday. Whether 1 May,
5 June, 24 and 31 December are working days is a local matter, so it is data: `ClosedDays`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """Days an authority keeps closed besides weekends and public holidays.

    `yearly` holds (month, day) pairs that come back every year, `dates` holds single days.
    Case: an office closed on Constitution Day and on 15 May 2026:
    `ClosedDays(yearly=frozenset({(6, 5)}), dates=frozenset({date(2026, 5, 15)}))`.
    """

    yearly: frozenset[tuple[int, int]] = frozenset()
    dates: frozenset[date] = frozenset()

    def __contains__(self, day: date) -> bool:
        return day in self.dates or (day.month, day.day) in self.yearly


# The default. Only the public holidays are closed: an authority that counts "7 working days"
# (offentlighedsloven § 36, stk. 2) then never gives itself a day that the law does not give it.
STATUTORY = ClosedDays()

# What many offices keep: Constitution Day, Christmas Eve and New Year's Eve. Add (5, 1) for 1 May.
MANY_OFFICES = ClosedDays(yearly=frozenset({(6, 5), (12, 24), (12, 31)}))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days for one authority; asked about *local* days, never about instants.

    Case: 3 April 2026 is Good Friday and 6 April Easter Monday, so
    `danish_calendar().add_working_days(date(2026, 4, 1), 1) == date(2026, 4, 7)`.
    """

    closed: ClosedDays = field(default=STATUTORY)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and not self.holiday_name(day) and day not in self.closed

    def holiday_name(self, day: date) -> str:
        """The Danish name of the public holiday on `day`, or "" when there is none."""
        return _public_holidays(day.year).get(day, "")

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is a working day, else the first one after it."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it when negative); 0 gives `day`.

        `day` itself is never counted, so "within 7 working days after receipt" is `count=7` from
        the day of receipt, also when that day is a Saturday.
        """
        step = _ONE_DAY if count >= 0 else -_ONE_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days there are after `start`, up to and including `end`."""
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_working_day(day) for day in days)


def danish_calendar(closed: ClosedDays = STATUTORY) -> Calendar:
    """The Danish calendar with an authority's own closed days."""
    return Calendar(closed)


@lru_cache(maxsize=512)
def _public_holidays(year: int) -> Mapping[date, str]:
    # language: else the names follow the server's locale. A year at a time: the package's own
    # object grows when asked about a new year, and threads share the calendar.
    return dict(holidays.country_holidays("DK", years=year, language="da", expand=False))
