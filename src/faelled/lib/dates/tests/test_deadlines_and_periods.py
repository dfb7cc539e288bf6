"""A citizen has four weeks to complain; a position is valid for a time."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dates import (
    COPENHAGEN,
    DurationError,
    Period,
    PeriodError,
    danish_calendar,
    deadline,
    deadline_end,
    end_of_day,
    last_day,
    local_day,
    moved_to_working_day,
    parse,
)

CALENDAR = danish_calendar()


def test_four_weeks_end_on_the_same_weekday_at_the_end_of_the_day() -> None:
    received = datetime(2026, 3, 2, 9, 15, tzinfo=COPENHAGEN)
    found = deadline(received, parse("P4W"), calendar=CALENDAR)
    assert found.last_day == date(2026, 3, 30)
    assert found.ends_at == datetime(2026, 3, 30, 21, 59, 59, 999999, tzinfo=UTC)
    assert local_day(found.ends_at) == found.last_day


def test_what_is_received_late_in_the_evening_in_utc_is_received_the_next_danish_day() -> None:
    received = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)
    assert deadline(received, parse("P7D"), calendar=CALENDAR).last_day == date(2026, 6, 9)


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        (date(2026, 1, 31), "P1M", date(2026, 2, 28)),
        (date(2026, 1, 1), "P14W", date(2026, 4, 9)),
        (date(2026, 5, 8), "P7WD", date(2026, 5, 20)),
        (date(2026, 5, 9), "P7WD", date(2026, 5, 20)),
    ],
)
def test_the_day_of_the_event_is_not_counted(start: date, duration: str, end: date) -> None:
    assert last_day(start, parse(duration), calendar=CALENDAR) == end


def test_a_deadline_in_hours_runs_from_the_clock() -> None:
    known = datetime(2026, 3, 28, 12, tzinfo=COPENHAGEN)
    assert deadline_end(known, parse("PT24H"), calendar=CALENDAR) == datetime(
        2026, 3, 29, 11, tzinfo=UTC
    )
    with pytest.raises(DurationError, match="timer"):
        last_day(date(2026, 3, 28), parse("P1DT1H"), calendar=CALENDAR)


def test_moving_to_a_working_day_is_a_step_of_its_own() -> None:
    easter_monday = last_day(date(2026, 3, 9), parse("P4W"), calendar=CALENDAR)
    assert easter_monday == date(2026, 4, 6)
    assert moved_to_working_day(easter_monday, calendar=CALENDAR) == date(2026, 4, 7)


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(DurationError, match="tidszone"):
        local_day(datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(PeriodError, match="tidszone"):
        Period(datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(DurationError, match="kalenderen"):
        end_of_day(date.max)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.integers(0, 200))  # noqa: DTZ001
def test_a_longer_deadline_never_ends_earlier(naive: datetime, count: int) -> None:
    event = naive.replace(tzinfo=UTC)
    for unit in ("D", "W", "M", "WD"):
        ends = deadline_end(event, parse(f"P{count}{unit}"), calendar=CALENDAR)
        assert event <= ends <= deadline_end(event, parse(f"P{count + 1}{unit}"), calendar=CALENDAR)


MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 1)


def test_a_period_holds_its_first_day_and_not_its_last() -> None:
    assert MAY in Period(MAY, JUNE)
    assert JUNE not in Period(MAY, JUNE)
    assert date(1900, 1, 1) in Period[date](None, JUNE)
    assert JUNE in Period(MAY)
    assert Period(MAY, JUNE).ended(JUNE)
    assert not Period(MAY).ended(JUNE)


def test_a_period_cannot_end_before_it_begins_or_mix_days_with_instants() -> None:
    with pytest.raises(PeriodError, match="slutte"):
        Period(MAY, MAY)
    with pytest.raises(PeriodError, match="begge"):
        Period(MAY, datetime(2026, 6, 1, tzinfo=UTC))


bounds = st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2020, 2, 1)))


@given(bounds, bounds, bounds, bounds, st.dates(date(2019, 12, 25), date(2020, 2, 10)))
def test_overlap_and_intersection_agree_with_each_single_day(
    a: date | None, b: date | None, c: date | None, d: date | None, day: date
) -> None:
    try:
        one, other = Period(a, b), Period(c, d)
    except PeriodError:
        return
    both = one.intersection(other)
    assert (day in one and day in other) == (both is not None and day in both)
    assert one.overlaps(other) == other.overlaps(one) == (both is not None)
