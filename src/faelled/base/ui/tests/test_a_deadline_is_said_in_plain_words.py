from datetime import UTC, datetime, timedelta

import pytest

from faelled.base.ui.tests.page import html, words
from faelled.base.ui.words import Urgency, deadline_words, file_size, urgency

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)  # 9 o'clock in Copenhagen, a Monday


@pytest.mark.parametrize(
    ("hours", "said", "how"),
    [
        (-49, "2 dage over fristen", Urgency.OVERDUE),
        (-25, "1 dag over fristen", Urgency.OVERDUE),
        (-1, "fristen udløb i dag", Urgency.OVERDUE),
        (0, "i dag", Urgency.TODAY),
        (14, "i dag", Urgency.TODAY),
        (24, "i morgen", Urgency.SOON),
        (72, "om 3 dage", Urgency.SOON),
        (24 * 30, "om 30 dage", Urgency.LATER),
    ],
)
def test_a_deadline_is_said_as_people_say_it(hours: int, said: str, how: Urgency) -> None:
    due = MORNING + timedelta(hours=hours)
    assert deadline_words(due, MORNING) == said
    assert urgency(due, MORNING) is how


def test_days_are_counted_in_denmark() -> None:
    # 23.30 UTC on Monday is Tuesday in Copenhagen.
    assert deadline_words(datetime(2026, 3, 2, 23, 30, tzinfo=UTC), MORNING) == "i morgen"


def test_the_tag_shows_words_and_date() -> None:
    shown = html("{% deadline due now %}", due=MORNING + timedelta(days=3), now=MORNING)
    assert words(shown) == "om 3 dage 5. marts 2026"


def test_no_deadline_shows_nothing() -> None:
    assert words(html("{% deadline due now %}", due=None, now=MORNING)) == ""


def test_the_tag_takes_the_clock_of_the_page_when_none_is_given() -> None:
    assert "over fristen" in words(html("{% deadline due %}", due=MORNING - timedelta(days=9000)))


def test_dates_and_moments_are_danish() -> None:
    assert words(html("{{ at|day }}, {{ at|moment }}", at=MORNING)) == (
        "2. marts 2026, 2. marts 2026 kl. 9.00"
    )
    assert words(html("{{ at|day }}{{ at|moment }}", at=None)) == ""


def test_the_day_of_a_moment_is_the_day_in_denmark() -> None:
    assert words(html("{{ at|day }}", at=datetime(2026, 3, 2, 23, 30, tzinfo=UTC))) == (
        "3. marts 2026"
    )


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1023 bytes"),
        (1024, "1 KB"),
        (1_300_000, "1,2 MB"),
        (20 * 1024 * 1024, "20 MB"),
        (3 * 1024**4, "3,0 TB"),
    ],
)
def test_a_file_size_is_short(size: int, said: str) -> None:
    assert file_size(size) == said
