"""An authority counts working days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dates import MANY_OFFICES, ClosedDays, danish_calendar

CALENDAR = danish_calendar()
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def test_store_bededag_was_a_holiday_until_2023_and_is_a_working_day_from_2024() -> None:
    assert CALENDAR.holiday_name(date(2023, 5, 5)) == "Store bededag"
    assert not CALENDAR.is_working_day(date(2023, 5, 5))
    assert CALENDAR.is_working_day(date(2024, 4, 26))
    assert CALENDAR.is_working_day(date(2026, 5, 1))


def test_easter_is_skipped() -> None:
    assert CALENDAR.add_working_days(date(2026, 4, 1), 1) == date(2026, 4, 7)


def test_seven_working_days_over_ascension_day() -> None:
    assert CALENDAR.add_working_days(date(2026, 5, 8), 7) == date(2026, 5, 20)


@pytest.mark.parametrize("day", [date(2026, 5, 1), date(2026, 6, 5), date(2026, 12, 24)])
def test_by_default_only_public_holidays_are_closed(day: date) -> None:
    assert CALENDAR.is_working_day(day)


def test_an_office_can_close_on_more_days() -> None:
    office = danish_calendar(MANY_OFFICES)
    assert not office.is_working_day(date(2026, 6, 5))
    assert not office.is_working_day(date(2026, 12, 24))
    assert office.is_working_day(date(2026, 5, 1))
    own = danish_calendar(
        ClosedDays(yearly=frozenset({(5, 1)}), dates=frozenset({date(2026, 5, 15)}))
    )
    assert not own.is_working_day(date(2026, 5, 1))
    assert not own.is_working_day(date(2026, 5, 15))
    assert own.is_working_day(date(2025, 5, 15))


def test_the_first_working_day_after_christmas() -> None:
    assert CALENDAR.next_working_day(date(2026, 12, 25)) == date(2026, 12, 28)
    assert CALENDAR.next_working_day(date(2026, 12, 28)) == date(2026, 12, 28)


def test_names_are_danish_whatever_the_locale() -> None:
    assert CALENDAR.holiday_name(date(2026, 4, 3)) == "Langfredag"
    assert CALENDAR.holiday_name(date(2026, 4, 4)) == ""


@given(days, st.integers(1, 60))
def test_adding_working_days_ends_on_one_and_passes_that_many(day: date, count: int) -> None:
    end = CALENDAR.add_working_days(day, count)
    assert CALENDAR.is_working_day(end)
    assert CALENDAR.working_days_between(day, end) == count


@given(days, st.integers(0, 30), st.integers(0, 30))
def test_working_days_add_up(day: date, first: int, second: int) -> None:
    halfway = CALENDAR.add_working_days(day, first)
    assert CALENDAR.add_working_days(halfway, second) == CALENDAR.add_working_days(
        day, first + second
    )


@given(days, st.integers(1, 60))
def test_counting_back_from_a_working_day_returns_to_it(day: date, count: int) -> None:
    start = CALENDAR.next_working_day(day)
    assert CALENDAR.add_working_days(CALENDAR.add_working_days(start, count), -count) == start
