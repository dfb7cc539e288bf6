"""Working hours and the morning summary, on Danish days."""

from datetime import datetime

import pytest

from faelled.base.notices.schedule import in_working_hours, next_summary


@pytest.mark.parametrize(
    ("at", "working"),
    [
        ("2026-05-04T06:59:59+02:00", False),
        ("2026-05-04T07:00:00+02:00", True),
        ("2026-05-04T16:59:59+02:00", True),
        ("2026-05-04T17:00:00+02:00", False),
        ("2026-05-02T12:00:00+02:00", False),  # a Saturday
        ("2026-05-14T12:00:00+02:00", False),  # Ascension Day
        ("2026-12-01T06:30:00+00:00", True),  # half past seven in winter
    ],
)
def test_working_hours_are_those_of_copenhagen(at: str, working: bool) -> None:
    assert in_working_hours(datetime.fromisoformat(at)) is working


@pytest.mark.parametrize(
    ("at", "summary"),
    [
        ("2026-05-04T07:29:00+02:00", "2026-05-04T07:30:00+02:00"),
        ("2026-05-04T07:30:00+02:00", "2026-05-05T07:30:00+02:00"),
        ("2026-05-08T12:00:00+02:00", "2026-05-11T07:30:00+02:00"),  # over the weekend
        ("2026-05-13T12:00:00+02:00", "2026-05-15T07:30:00+02:00"),  # over Ascension Day
        ("2026-10-24T12:00:00+02:00", "2026-10-26T07:30:00+01:00"),  # over the end of summer time
    ],
)
def test_the_summary_is_in_the_morning_of_the_next_working_day(at: str, summary: str) -> None:
    assert next_summary(datetime.fromisoformat(at)) == datetime.fromisoformat(summary)
