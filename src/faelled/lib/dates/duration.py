"""Durations as laws write them: years, months, days, working days, and seconds.

Read from ISO 8601 (`P14D`, `P4W`, `P1Y2M`, `PT1H`), with one extension of ours, `P7WD` for seven
working days; from the short forms seen in the DCR portal (`3d`, `1w`, `2h`); and from a bare
integer, which is days. "30m" is refused: it could be minutes or months.
"""

from __future__ import annotations

import calendar as _months
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from faelled.lib.dates.calendar import Calendar

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

_NUMBER = r"-?\d{1,6}"
_ISO = re.compile(
    rf"(?P<sign>-)?P(?=.)(?:(?P<years>{_NUMBER})Y)?(?:(?P<months>{_NUMBER})M)?"
    rf"(?:(?P<weeks>{_NUMBER})W(?!D))?(?:(?P<days>{_NUMBER})D)?(?:(?P<working>{_NUMBER})WD)?"
    rf"(?:T(?=.)(?:(?P<hours>{_NUMBER})H)?(?:(?P<minutes>{_NUMBER})M)?(?:(?P<seconds>-?\d{{1,10}})S)?)?"
)
_SHORT = re.compile(rf"(?P<number>{_NUMBER}) ?(?P<unit>wd|y|mo|w|d|h|min|s)?")
_SHORT_UNITS = {
    "": ("days", 1),
    "d": ("days", 1),
    "w": ("days", 7),
    "wd": ("working_days", 1),
    "y": ("years", 1),
    "mo": ("months", 1),
    "h": ("seconds", 3600),
    "min": ("seconds", 60),
    "s": ("seconds", 1),
}
# More would mean counting through centuries one day at a time, on input that a user may give.
MAX_WORKING_DAYS = 9_999
_WORDS = (
    ("years", "år", "år"),
    ("months", "måned", "måneder"),
    ("weeks", "uge", "uger"),
    ("days", "dag", "dage"),
    ("working_days", "arbejdsdag", "arbejdsdage"),
    ("hours", "time", "timer"),
    ("minutes", "minut", "minutter"),
    ("seconds", "sekund", "sekunder"),
)


class DurationError(ValueError):
    """The text is no duration, or the duration leads outside the calendar. Says why in Danish."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time whose parts stay apart, because a month is not thirty days.

    Weeks are folded into `days`. Case: `parse("P4W") == Duration(days=28)`.
    """

    years: int = 0
    months: int = 0
    days: int = 0
    working_days: int = 0
    seconds: int = 0

    def __post_init__(self) -> None:
        if abs(self.working_days) > MAX_WORKING_DAYS:
            raise DurationError(f"Højst {MAX_WORKING_DAYS} arbejdsdage kan tælles.")

    def __bool__(self) -> bool:
        return any((self.years, self.months, self.days, self.working_days, self.seconds))

    def __str__(self) -> str:
        return self.format()

    def format(self) -> str:
        """The canonical ISO form; `parse(d.format()) == d`. No duration at all is "P0D"."""
        days = (
            (self.years, "Y"),
            (self.months, "M"),
            (self.days, "D"),
            (self.working_days, "WD"),
        )
        minutes, seconds = divmod(abs(self.seconds), 60)
        hours, minutes = divmod(minutes, 60)
        sign = -1 if self.seconds < 0 else 1
        clock = ((sign * hours, "H"), (sign * minutes, "M"), (sign * seconds, "S"))
        day_text = "".join(f"{number}{unit}" for number, unit in days if number)
        clock_text = "".join(f"{number}{unit}" for number, unit in clock if number)
        if not day_text and not clock_text:
            return "P0D"
        return f"P{day_text}" + (f"T{clock_text}" if clock_text else "")

    def in_words(self) -> str:
        """Danish for people: "4 uger", "1 måned", "7 arbejdsdage", "1 time og 30 minutter"."""
        weeks, days = divmod(self.days, 7) if self.days % 7 == 0 else (0, self.days)
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        numbers = {
            "years": self.years,
            "months": self.months,
            "weeks": weeks,
            "days": days,
            "working_days": self.working_days,
            "hours": hours,
            "minutes": minutes,
            "seconds": seconds,
        }
        parts = [
            f"{numbers[key]} {one if abs(numbers[key]) == 1 else many}"
            for key, one, many in _WORDS
            if numbers[key]
        ]
        if not parts:
            return "straks"
        return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} og {parts[-1]}"

    def rough_seconds(self) -> int:
        """For ordering only (a month as 30 days, a working day as 7/5): never for a deadline."""
        days = self.years * 365 + self.months * 30 + self.days
        return days * 86_400 + self.working_days * 120_960 + self.seconds

    def add_to(self, at: datetime, *, zone: ZoneInfo = COPENHAGEN, calendar: Calendar) -> datetime:
        """The instant this long after `at` (aware), in UTC.

        Years, months, days and working days are counted in `zone` and keep the wall clock, so a
        day across the change to summer time lasts 23 hours; hours and less are absolute. A month
        from 31 January is the last day of February. A wall clock that the change skips moves
        forward by the hour skipped; one that comes twice is the first.
        """
        if at.tzinfo is None:
            raise DurationError("Tidspunktet mangler tidszone.")
        local = at.astimezone(zone)
        try:
            moved = self.add_to_day(local.date(), calendar=calendar)
            if moved != local.date():
                local = datetime.combine(moved, local.time(), tzinfo=zone).replace(fold=0)
            return local.astimezone(UTC) + timedelta(seconds=self.seconds)
        except OverflowError as error:
            raise DurationError("Datoen ligger uden for kalenderen.") from error

    def add_to_day(self, day: date, *, calendar: Calendar) -> date:
        """The day this long after `day`; seconds are left out. Months before days before WD."""
        try:
            moved = _add_months(day, self.years * 12 + self.months) + timedelta(days=self.days)
            return calendar.add_working_days(moved, self.working_days)
        except OverflowError as error:
            raise DurationError("Datoen ligger uden for kalenderen.") from error


def parse(text: str | int) -> Duration:
    """Read a duration. Raises DurationError, in Danish, on anything else.

    Case: `parse("P7WD") == Duration(working_days=7)`, `parse(5) == Duration(days=5)`.
    """
    if isinstance(text, int):
        return Duration(days=text)
    stripped = text.strip()
    iso = _ISO.fullmatch(stripped)
    if iso:
        return _from_iso(iso)
    short = _SHORT.fullmatch(stripped)
    if short:
        part, factor = _SHORT_UNITS[short["unit"] or ""]
        return Duration(**{part: int(short["number"]) * factor})
    raise DurationError(
        f"»{stripped[:40]}« er ikke en varighed. Skriv for eksempel P14D (14 dage), P4W (4 uger), "
        "P1M (1 måned), P7WD (7 arbejdsdage) eller PT1H (1 time)."
    )


def _from_iso(match: re.Match[str]) -> Duration:
    sign = -1 if match["sign"] else 1
    number = {
        key: sign * int(value or 0) for key, value in match.groupdict().items() if key != "sign"
    }
    return Duration(
        years=number["years"],
        months=number["months"],
        days=number["weeks"] * 7 + number["days"],
        working_days=number["working"],
        seconds=number["hours"] * 3600 + number["minutes"] * 60 + number["seconds"],
    )


def _add_months(day: date, months: int) -> date:
    if not months:
        return day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    last = _months.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of the local `day`, in UTC."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
