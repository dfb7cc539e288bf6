"""A jurist writes a duration; a case adds it to a moment."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dates import COPENHAGEN, Duration, DurationError, danish_calendar, parse

CALENDAR = danish_calendar()


def local(*parts: int) -> datetime:
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=COPENHAGEN)


def add(text: str, at: datetime) -> datetime:
    return parse(text).add_to(at, calendar=CALENDAR).astimezone(COPENHAGEN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P14D", Duration(days=14)),
        ("P4W", Duration(days=28)),
        ("P1M", Duration(months=1)),
        ("P1Y2M", Duration(years=1, months=2)),
        ("PT1H", Duration(seconds=3600)),
        ("PT1H30M5S", Duration(seconds=5405)),
        ("P7WD", Duration(working_days=7)),
        ("P1M2W3D4WDT5S", Duration(months=1, days=17, working_days=4, seconds=5)),
        ("P-1D", Duration(days=-1)),
        ("-P1DT1H", Duration(days=-1, seconds=-3600)),
        ("P0D", Duration()),
        ("3d", Duration(days=3)),
        ("1w", Duration(days=7)),
        ("2h", Duration(seconds=7200)),
        ("30min", Duration(seconds=1800)),
        ("2mo", Duration(months=2)),
        ("7wd", Duration(working_days=7)),
        (" 20 ", Duration(days=20)),
        (5, Duration(days=5)),
    ],
)
def test_each_way_of_writing_a_duration_is_understood(text: str | int, expected: Duration) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "30m", "P1H", "4 uger", "P1.5D", "P99999WD"]
)
def test_what_is_no_duration_is_refused_in_danish(text: str) -> None:
    with pytest.raises(DurationError, match=r"varighed|arbejdsdage"):
        parse(text)


durations = st.builds(
    Duration,
    years=st.integers(-99, 99),
    months=st.integers(-999, 999),
    days=st.integers(-9999, 9999),
    working_days=st.integers(-999, 999),
    seconds=st.integers(-99_999_999, 99_999_999),
)


@given(durations)
def test_a_duration_written_and_read_again_is_the_same(duration: Duration) -> None:
    assert parse(duration.format()) == duration
    assert parse(str(duration)) == duration


@given(st.text(max_size=20))
def test_no_text_makes_the_reader_crash(text: str) -> None:
    try:
        parse(text)
    except DurationError as error:
        assert str(error)


def test_a_month_from_the_end_of_january_is_the_end_of_february() -> None:
    assert add("P1M", local(2026, 1, 31, 10)) == local(2026, 2, 28, 10)
    assert add("P1M", local(2028, 1, 31, 10)) == local(2028, 2, 29, 10)
    assert add("P1Y", local(2028, 2, 29, 10)) == local(2029, 2, 28, 10)


def test_a_day_across_summer_time_keeps_the_wall_clock() -> None:
    at = local(2026, 3, 28, 12)
    assert add("P1D", at) == local(2026, 3, 29, 12)
    assert (parse("P1D").add_to(at, calendar=CALENDAR) - at).total_seconds() == 23 * 3600
    assert add("PT24H", at) == local(2026, 3, 29, 13)


def test_a_wall_clock_that_summer_time_skips_moves_forward() -> None:
    assert add("P1D", local(2026, 3, 28, 2, 30)) == local(2026, 3, 29, 3, 30)


def test_the_second_of_two_equal_hours_is_kept_when_no_day_is_added() -> None:
    at = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 02:30 for the second time
    assert parse("PT10M").add_to(at, calendar=CALENDAR) == datetime(2026, 10, 25, 1, 40, tzinfo=UTC)
    assert parse("P0D").add_to(at, calendar=CALENDAR) == at


def test_working_days_are_local_days_and_not_utc_days() -> None:
    # 22:30 UTC on Thursday is already Friday in Copenhagen: the next working day is Monday.
    at = datetime(2026, 6, 11, 22, 30, tzinfo=UTC)
    assert add("P1WD", at) == local(2026, 6, 15, 0, 30)


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(DurationError, match="tidszone"):
        parse("P1D").add_to(datetime(2026, 1, 1), calendar=CALENDAR)  # noqa: DTZ001


@pytest.mark.parametrize("text", ["P9999Y", "P999999D", "P-9999Y", "P3000Y"])
def test_a_date_outside_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(DurationError, match="kalenderen"):
        parse(text).add_to(
            local(9000, 1, 1) if "-" not in text else local(9, 1, 1), calendar=CALENDAR
        )


@given(st.integers(0, 500), st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001
def test_whole_hours_are_exact(hours: int, naive: datetime) -> None:
    at = naive.replace(tzinfo=UTC)
    moved = Duration(seconds=hours * 3600).add_to(at, calendar=CALENDAR)
    assert (moved - at).total_seconds() == hours * 3600


@given(
    st.integers(0, 400),
    st.integers(0, 400),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001
)
def test_days_add_up(first: int, second: int, naive: datetime) -> None:
    day = naive.date()
    one = Duration(days=first).add_to_day(day, calendar=CALENDAR)
    both = Duration(days=second).add_to_day(one, calendar=CALENDAR)
    assert both == Duration(days=first + second).add_to_day(day, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P4W", "4 uger"),
        ("P10D", "10 dage"),
        ("P1D", "1 dag"),
        ("P1M", "1 måned"),
        ("P7WD", "7 arbejdsdage"),
        ("P1YT1H30M", "1 år, 1 time og 30 minutter"),
        ("P0D", "straks"),
    ],
)
def test_a_duration_in_words(text: str, words: str) -> None:
    assert parse(text).in_words() == words


def test_durations_can_be_ordered_roughly() -> None:
    ordered = [parse(text) for text in ("P0D", "PT1H", "P1D", "P1WD", "P5D", "P1M", "P14W", "P1Y")]
    assert sorted(ordered, key=Duration.rough_seconds) == ordered
    assert not Duration()
    assert parse("PT1S")
