"""The end of a log-in is said beforehand, can be put off, and says what is kept (WCAG 2.2.1)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml.html import fromstring

from faelled.base.connect.log_ins.store import SessionStore
from faelled.base.jobs.registry import JOBS
from faelled.base.ui import upkeep
from faelled.base.ui.tests.page import words
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
Session = SessionStore.get_model_class()


@pytest.fixture
def logged_in(client: Client, cast: Cast) -> Client:
    client.force_login(cast.dorthe.user)
    return client


def ends(left: timedelta) -> None:
    """Everybody's log-in ends in so long."""
    Session.objects.update(expire_date=timezone.now() + left)


def line(client: Client) -> tuple[str, int]:
    """What the page says of the end, and how many seconds it counts."""
    [form] = fromstring(client.get("/vejledning/").content).xpath("//form[@data-session-end]")
    return words(form), int(form.get("data-left"))


def test_every_page_says_when_without_javascript(logged_in: Client) -> None:
    text, left = line(logged_in)
    assert text.startswith("Du bliver logget ud") and "Bliv logget ind" in text
    assert 55 * 60 < left <= 3600


def test_a_visitor_is_told_of_no_end(client: Client, cast: Cast) -> None:
    assert b"data-session-end" not in client.get("/vejledning/").content


def test_one_press_gives_the_whole_time_again(logged_in: Client) -> None:
    ends(timedelta(minutes=4))
    assert line(logged_in)[1] <= 240
    answer = logged_in.post("/bliv-logget-ind/")
    assert int(answer["X-Session-Left"]) > 55 * 60
    assert "Luk dette vindue, og skriv videre" in answer.content.decode()
    assert line(logged_in)[1] > 55 * 60


def test_it_can_be_put_off_more_than_ten_times(logged_in: Client) -> None:
    for _ in range(12):
        ends(timedelta(seconds=30))
        assert logged_in.post("/bliv-logget-ind/").status_code == 200


def test_pressed_too_late_it_leads_to_the_log_in(logged_in: Client) -> None:
    ends(-HOUR)
    answer = logged_in.post("/bliv-logget-ind/")
    assert answer["Location"] == "/log-ind/" and "X-Session-Left" not in answer


def test_the_log_in_page_says_what_is_kept(logged_in: Client) -> None:
    ends(-HOUR)
    page = logged_in.get("/mine-sager/", follow=True).content.decode()
    assert "Tiden er gået, og du er logget ud." in page and "er gemt og står der igen" in page


def test_who_comes_for_the_first_time_is_told_of_no_end(client: Client, cast: Cast) -> None:
    page = client.get("/mine-sager/", follow=True).content.decode()
    assert "Tiden er gået" not in page


def test_logging_out_says_that_what_is_not_sent_is_kept(logged_in: Client) -> None:
    page = logged_in.post("/log-ud/", follow=True).content.decode()
    assert "Du er logget ud. Det, du ikke har sendt, er gemt til næste gang." in page


def test_logging_out_leaves_nothing_in_the_browser(logged_in: Client) -> None:
    assert logged_in.post("/log-ud/")["Clear-Site-Data"] == '"cache", "storage"'


def test_ended_log_ins_are_cleared_at_night_and_no_others(logged_in: Client, cast: Cast) -> None:
    ends(-HOUR)
    Client().force_login(cast.dorthe.user)
    assert upkeep.clear_sessions.call() == 1
    assert Session.objects.count() == 1
    assert "clear-sessions" in {job.name for job, _schedule in JOBS.recurring()}
