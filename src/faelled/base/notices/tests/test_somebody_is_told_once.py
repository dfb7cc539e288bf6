"""Bo is told that something waits for him: once, in his hours, and nothing of what it is."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faelled.base.access.actor import Actor
from faelled.base.connect.loopback import serve
from faelled.base.connect.notify import mail
from faelled.base.connect.notify.fake import FakePushService
from faelled.base.notices.models import Device, Rhythm, Wish
from faelled.base.notices.queries import due
from faelled.base.notices.registry import Window
from faelled.base.notices.schedule import LEASE, PAUSE, SETTLED
from faelled.base.notices.telling import tell, tell_all
from faelled.base.notices.tests.telling import Pile, has_device, kinds_of, wants_mail
from faelled.base.people import actions as people
from tests.cast import NOW, Cast

MINUTE = timedelta(minutes=1)
NIGHT = NOW.replace(hour=20)  # 22 o'clock in Copenhagen
LATER = NOW + MINUTE


@pytest.fixture
def bo(cast: Cast, settings: Any) -> Pile:
    """Bo wants a mail at once; something came for him half a minute after."""
    settings.MAIL, settings.DEFAULT_FROM_EMAIL = "smtp", "faelled@example.dk"
    settings.SITE_URL = "https://sager.example.dk"
    wants_mail(cast, cast.bo, NOW)
    return Pile(cast.bo, [NOW + timedelta(seconds=30)])


@pytest.fixture
def push_service(settings: Any) -> Iterator[tuple[FakePushService, str]]:
    fake = FakePushService()
    settings.PUSH_CONTACT = "mailto:it@example.dk"
    with serve(fake) as origin:
        settings.CONNECT_HOSTS = {"push": [f"private {origin}"]}
        yield fake, origin


def sent_to() -> list[str]:
    return [one for message in outbox.outbox for one in message.to]


def test_he_gets_one_mail_and_not_another_for_the_same(bo: Pile) -> None:
    kinds = kinds_of(bo)
    assert tell_all(now=LATER, kinds=kinds) == 1
    for minutes in (1, 11, 60):
        assert tell_all(now=LATER + timedelta(minutes=minutes), kinds=kinds) == 0
    assert sent_to() == [bo.whose.employee.email]


def test_the_mail_says_how_many_and_where_and_names_nobody(bo: Pile) -> None:
    tell_all(now=LATER, kinds=kinds_of(bo))
    sent = outbox.outbox[0]
    assert sent.subject == "Der venter noget på dig i Fælled"
    assert "Bunke 0: 1" in sent.body
    assert "https://sager.example.dk/mine-log-ind/" in sent.body
    assert "https://sager.example.dk/mine-beskeder/" in sent.body
    assert "Bo" not in sent.body.replace("Bunke", "")
    assert not getattr(sent, "alternatives", []) and not sent.attachments


def test_what_comes_within_ten_minutes_waits_for_the_next(bo: Pile) -> None:
    kinds = kinds_of(bo)
    tell_all(now=LATER, kinds=kinds)
    bo.came.append(LATER + MINUTE)
    assert tell_all(now=LATER + 5 * MINUTE, kinds=kinds) == 0
    assert tell_all(now=LATER + PAUSE, kinds=kinds) == 1
    assert len(outbox.outbox) == 2


def test_what_came_a_moment_ago_is_told_when_it_has_settled(bo: Pile) -> None:
    """A step that is not committed yet must not fall between two looks."""
    at = bo.came[0]
    assert tell_all(now=at + SETTLED - timedelta(seconds=1), kinds=kinds_of(bo)) == 0
    assert tell_all(now=at + SETTLED, kinds=kinds_of(bo)) == 1


def test_what_waited_before_he_asked_is_not_told(cast: Cast, bo: Pile) -> None:
    bo.came[:] = [NOW - MINUTE]
    assert tell_all(now=LATER, kinds=kinds_of(bo)) == 0


def test_nobody_is_told_at_night_but_who_wants_it(cast: Cast, bo: Pile) -> None:
    wants_mail(cast, cast.anna, NOW, working_hours=False)
    anna = Pile(cast.anna, list(bo.came))
    assert tell_all(now=NIGHT, kinds=kinds_of(bo, anna)) == 1
    assert sent_to() == [cast.anna.employee.email]
    morning = NIGHT + timedelta(hours=10)
    assert tell_all(now=morning, kinds=kinds_of(bo, anna)) == 1


def test_the_summary_comes_at_half_past_seven_on_a_working_day(cast: Cast, bo: Pile) -> None:
    wants_mail(cast, cast.bo, NOW, rhythm=Rhythm.DAILY)
    bo.came.append(NOW + 5 * MINUTE)
    kinds = kinds_of(bo)
    half_past_seven = datetime.fromisoformat("2026-05-05T07:30:00+02:00")
    assert tell_all(now=half_past_seven - MINUTE, kinds=kinds) == 0
    assert tell_all(now=half_past_seven, kinds=kinds) == 1
    assert "Bunke 0: 2" in outbox.outbox[0].body
    bo.came.append(half_past_seven + MINUTE)
    assert tell_all(now=half_past_seven + timedelta(hours=3), kinds=kinds) == 0
    assert tell_all(now=half_past_seven + timedelta(days=1), kinds=kinds) == 1


def test_a_day_without_anything_brings_no_summary(cast: Cast, bo: Pile) -> None:
    wants_mail(cast, cast.bo, NOW, rhythm=Rhythm.DAILY)
    assert tell_all(now=NOW + timedelta(days=1), kinds=kinds_of()) == 0
    assert outbox.outbox == []


def test_two_workers_tell_him_once(bo: Pile) -> None:
    one, other = due(LATER).get(), due(LATER).get()
    assert tell(one, now=LATER, kinds=kinds_of(bo))
    assert not tell(other, now=LATER, kinds=kinds_of(bo))
    assert len(outbox.outbox) == 1


def test_a_worker_that_dies_in_it_is_followed_by_another(bo: Pile, monkeypatch: Any) -> None:
    def die(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(mail, "send", die)
        tell_all(now=LATER, kinds=kinds_of(bo))
    assert tell_all(now=LATER + MINUTE, kinds=kinds_of(bo)) == 0
    assert tell_all(now=LATER + LEASE, kinds=kinds_of(bo)) == 1


def test_one_whose_list_fails_does_not_keep_the_others_from_being_told(
    cast: Cast, bo: Pile
) -> None:
    wants_mail(cast, cast.anna, NOW - MINUTE)

    class Broken(Pile):
        def count(self, reader: Actor, window: Window) -> int:
            if reader.employee_id == cast.anna.employee.pk:
                raise LookupError("what a page could not read")
            return super().count(reader, window)

    kinds = kinds_of(Broken(cast.bo, bo.came))
    assert tell_all(now=LATER, kinds=kinds) == 1
    assert sent_to() == [cast.bo.employee.email]
    assert not due(LATER + MINUTE).filter(employee=cast.anna.employee).exists()
    assert due(LATER + PAUSE).filter(employee=cast.anna.employee).exists()


def test_a_mail_server_that_is_away_is_asked_once_and_nothing_is_lost(
    cast: Cast, bo: Pile, settings: Any, caplog: Any
) -> None:
    wants_mail(cast, cast.anna, NOW)
    kinds = kinds_of(bo, Pile(cast.anna, list(bo.came)))
    locmem, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.AwayBackend"
    AwayBackend.asked = 0
    with caplog.at_level(logging.WARNING):
        assert tell_all(now=LATER, kinds=kinds) == 0
    assert AwayBackend.asked == 1
    assert "example.dk" not in caplog.text
    settings.EMAIL_BACKEND = locmem
    assert tell_all(now=LATER + PAUSE, kinds=kinds) == 2


class AwayBackend:
    asked = 0

    def __init__(self, **kwargs: object) -> None:
        pass

    def send_messages(self, messages: object) -> int:
        AwayBackend.asked += 1
        raise ConnectionRefusedError

    def close(self) -> None:
        pass


def test_who_left_is_not_told(cast: Cast, bo: Pile) -> None:
    people.close_user(cast.bo.user, by=cast.system, now=NOW)
    assert tell_all(now=LATER, kinds=kinds_of(bo)) == 0


def test_who_lost_the_position_is_not_told(cast: Cast, bo: Pile) -> None:
    for position in cast.bo.employee.positions.all():
        people.end_position(position, valid_to=NOW.date(), by=cast.system, now=NOW)
    assert tell_all(now=LATER, kinds=kinds_of(bo)) == 0


def test_who_has_the_leader_s_pages_only_is_told_of_those_only(cast: Cast, bo: Pile) -> None:
    people.keep_to_leaders_pages(cast.bo.employee, by=cast.system, now=NOW)
    assert tell_all(now=LATER, kinds=kinds_of(bo, url_name="processes:list")) == 0
    assert tell_all(now=LATER, kinds=kinds_of(bo, url_name="ui:device")) == 1


def test_his_phone_shows_it_and_a_browser_that_is_gone_is_forgotten(
    cast: Cast, push_service: tuple[FakePushService, str]
) -> None:
    fake, origin = push_service
    fake.answers["/gone"] = 410
    for path in ("/gone", "/there"):
        has_device(cast, cast.bo, f"{origin}{path}", NOW)
    bo = Pile(cast.bo, [NOW + timedelta(seconds=30)])
    assert tell_all(now=LATER, kinds=kinds_of(bo)) == 1
    assert sorted(taken.path for taken in fake.taken) == ["/gone", "/there"]
    assert [device.endpoint for device in Device.objects.all()] == [f"{origin}/there"]
    assert tell_all(now=LATER + PAUSE, kinds=kinds_of(bo)) == 0


def test_a_push_service_that_fails_is_tried_again(
    cast: Cast, push_service: tuple[FakePushService, str]
) -> None:
    fake, origin = push_service
    fake.answers["/1"] = 503
    has_device(cast, cast.bo, f"{origin}/1", NOW)
    bo = Pile(cast.bo, [NOW + timedelta(seconds=30)])
    assert tell_all(now=LATER, kinds=kinds_of(bo)) == 0
    fake.answers.clear()
    assert tell_all(now=LATER + MINUTE, kinds=kinds_of(bo)) == 0
    assert tell_all(now=LATER + PAUSE, kinds=kinds_of(bo)) == 1


def test_a_browser_that_knows_the_site_by_an_old_key_is_forgotten(
    cast: Cast, push_service: tuple[FakePushService, str], settings: Any
) -> None:
    fake, origin = push_service
    has_device(cast, cast.bo, f"{origin}/1", NOW)
    settings.PUSH_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
    bo = Pile(cast.bo, [NOW + timedelta(seconds=30)])
    assert tell_all(now=LATER, kinds=kinds_of(bo)) == 0
    assert fake.taken == []
    assert not Device.objects.exists()


def test_a_round_with_nothing_new_costs_one_question_and_two_for_each_who_wants_to_know(
    cast: Cast, bo: Pile
) -> None:
    bo.came.clear()
    for worker in (cast.anna, cast.carla, cast.erik):
        wants_mail(cast, worker, NOW)
    with CaptureQueriesContext(connection) as asked:
        assert tell_all(now=LATER, kinds=kinds_of(bo)) == 0
    # Bo leads a unit, which is one more.
    assert len(asked) == 1 + 4 + 1
    assert Wish.objects.count() == 8
