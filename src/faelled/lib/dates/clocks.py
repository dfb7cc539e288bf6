"""Legal deadlines: when does "within 4 weeks after" end?

What we can source. The acts count *from an event*, most often receipt: "inden 4 uger efter"
(retssikkerhedsloven § 67, stk. 1), "inden 7 arbejdsdage efter modtagelsen" (offentlighedsloven
§ 36, stk. 2). None of the acts we hold has a general rule on how the days are counted, so the
counting below is the usual reading and not a citation: the day of the event is not counted, and
the last day counts to its end.

Moving the last day to the next working day is a step of its own, `moved_to_working_day`: acts
differ (some shorten instead), so the caller decides and cites.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from faelled.lib.dates.calendar import Calendar
from faelled.lib.dates.duration import COPENHAGEN, Duration, DurationError, midnight


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, and the last instant of it (UTC). In time means `now <= ends_at`."""

    last_day: date
    ends_at: datetime


def local_day(at: datetime, zone: ZoneInfo = COPENHAGEN) -> date:
    """The local day of an instant. Case: 22:30 UTC on 31 May is 1 June in Copenhagen."""
    if at.tzinfo is None:
        raise DurationError("Tidspunktet mangler tidszone.")
    return at.astimezone(zone).date()


def last_day(event_day: date, duration: Duration, *, calendar: Calendar) -> date:
    """The last day of a deadline of whole days, counted from the day after `event_day`.

    Case: four weeks from Monday 2 March 2026 end on Monday 30 March; one month from 31 January
    ends on the last day of February. Hours are refused: they run from the clock, not the day.
    """
    if duration.seconds:
        raise DurationError("En frist i dage kan ikke have timer eller minutter.")
    return duration.add_to_day(event_day, calendar=calendar)


def end_of_day(day: date, zone: ZoneInfo = COPENHAGEN) -> datetime:
    """The last instant of the local `day`, in UTC, so its local date is still `day`."""
    try:
        return midnight(day + timedelta(days=1), zone) - timedelta(microseconds=1)
    except OverflowError as error:
        raise DurationError("Datoen ligger uden for kalenderen.") from error


def deadline(
    event: datetime, duration: Duration, *, calendar: Calendar, zone: ZoneInfo = COPENHAGEN
) -> Deadline:
    """The deadline `duration` after `event`.

    A duration with hours runs from the instant itself and ends at an instant (a NIS2 warning
    within 24 hours); one of days, weeks, months or working days ends with its last day.
    """
    if duration.seconds:
        ends_at = duration.add_to(event, zone=zone, calendar=calendar)
        return Deadline(local_day(ends_at, zone), ends_at.astimezone(UTC))
    day = last_day(local_day(event, zone), duration, calendar=calendar)
    return Deadline(day, end_of_day(day, zone))


def deadline_end(
    event: datetime, duration: Duration, *, calendar: Calendar, zone: ZoneInfo = COPENHAGEN
) -> datetime:
    """The last instant of `deadline(...)`, in UTC."""
    return deadline(event, duration, calendar=calendar, zone=zone).ends_at


def moved_to_working_day(day: date, *, calendar: Calendar) -> date:
    """The first working day not before `day`: for a citizen's deadline that ends on a closed day.

    Basis: administrative practice in the citizen's favour, not a section of an act we hold. Do not
    use it for an authority's own duty, where it would lengthen the authority's time, nor where an
    act says otherwise (sundhedsloven has a deadline that is *shortened* to the last weekday).
    """
    return calendar.next_working_day(day)
