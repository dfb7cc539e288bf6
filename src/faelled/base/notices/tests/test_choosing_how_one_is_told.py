"""Bo chooses how he is told, and on which of his devices; nobody else chooses for him."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from faelled.base.access.refusals import Refused
from faelled.base.audit.models import Entry
from faelled.base.notices import actions
from faelled.base.notices.checks import check_settings
from faelled.base.notices.models import Channel, Device, Rhythm, Wish
from faelled.base.notices.registry import WaitingKinds
from faelled.base.notices.tests.telling import BROWSER, Pile, has_device, kinds_of
from tests.cast import NOW, Cast, Worker

PAGE = "/mine-beskeder/"
CHOSEN = {"mail": "at-once", "hours": "always"}
SENT = {"endpoint": BROWSER.endpoint, "public": BROWSER.public, "secret": BROWSER.secret}


@pytest.fixture(autouse=True)
def _push_and_mail(settings: Any) -> None:
    settings.PUSH_CONTACT = "mailto:it@example.dk"
    settings.CONNECT_HOSTS = {"push": ["fcm.googleapis.com"]}
    settings.MAIL, settings.DEFAULT_FROM_EMAIL = "smtp", "faelled@example.dk"


def browser_of(who: Worker) -> Client:
    client = Client()
    client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_nothing_is_sent_until_he_chooses(cast: Cast) -> None:
    page = browser_of(cast.bo).get(PAGE).content.decode()
    assert "Slå til på denne enhed" in page
    assert "JavaScript" in page
    assert 'value="never" class="form-radio" checked' in page
    assert not Wish.objects.exists()


def test_he_chooses_mail_and_hours_and_sees_it_again(cast: Cast) -> None:
    client = browser_of(cast.bo)
    assert client.post(PAGE, CHOSEN).status_code == 302
    wish = Wish.objects.get(channel=Channel.MAIL)
    assert (wish.employee, wish.rhythm) == (cast.bo.employee, Rhythm.AT_ONCE)
    assert not Wish.objects.filter(working_hours=True).exists()
    page = client.get(PAGE).content.decode()
    assert 'value="at-once" class="form-radio" checked' in page
    assert 'value="always" class="form-radio" checked' in page
    assert Entry.objects.get(action="choose-notices").actor_id == cast.bo.id


@pytest.mark.parametrize("typed", [{}, {"mail": "at-once"}, {"mail": "x", "hours": "always"}])
def test_what_is_no_choice_is_said_at_the_question(cast: Cast, typed: dict[str, str]) -> None:
    answer = browser_of(cast.bo).post(PAGE, typed)
    assert answer.status_code == 422
    assert "Vælg et af svarene." in answer.content.decode()
    assert not Wish.objects.exists()


def test_without_an_address_the_page_says_whom_to_ask(cast: Cast) -> None:
    assert "kender ikke din mailadresse" in browser_of(cast.bo).get(PAGE).content.decode()


def test_this_device_is_switched_on_seen_and_removed(cast: Cast) -> None:
    client = browser_of(cast.bo)
    client.post(f"{PAGE}enhed/", SENT, headers={"user-agent": "Mozilla/5.0 (Android) Firefox/1"})
    device = Device.objects.get()
    assert device.title == "Firefox, Android"
    page = client.get(PAGE).content.decode()
    assert "Firefox, Android" in page
    assert BROWSER.endpoint not in page
    client.post(f"{PAGE}enhed/{device.uuid}/fjern/")
    assert not Device.objects.exists()
    actions_logged = set(Entry.objects.filter(actor_id=cast.bo.id).values_list("action", flat=True))
    assert {"add-device", "remove-device"} <= actions_logged


def test_carla_neither_sees_nor_removes_his_device(cast: Cast) -> None:
    device = has_device(cast, cast.bo, BROWSER.endpoint, NOW)
    client = browser_of(cast.carla)
    assert "Firefox, Android" not in client.get(PAGE).content.decode()
    client.post(f"{PAGE}enhed/{device.uuid}/fjern/")
    client.post(f"{PAGE}enhed/{uuid4()}/fjern/")
    assert Device.objects.get() == device


def test_a_browser_that_another_switches_on_is_his_no_more(cast: Cast) -> None:
    has_device(cast, cast.bo, BROWSER.endpoint, NOW)
    has_device(cast, cast.carla, BROWSER.endpoint, NOW)
    assert Device.objects.get().employee == cast.carla.employee


@pytest.mark.parametrize(
    "change", [{"endpoint": "https://127.0.0.1/x"}, {"public": "AQI"}, {"secret": ""}]
)
def test_what_is_no_subscription_is_refused(cast: Cast, change: dict[str, str]) -> None:
    answer = browser_of(cast.bo).post(f"{PAGE}enhed/", SENT | change)
    assert answer.status_code == 422
    assert not Device.objects.exists()


def test_ten_devices_are_enough(cast: Cast) -> None:
    for number in range(actions.MOST_DEVICES):
        has_device(cast, cast.bo, f"{BROWSER.endpoint}{number}", NOW)
    with pytest.raises(Refused):
        has_device(cast, cast.bo, f"{BROWSER.endpoint}x", NOW)


def test_where_it_is_not_set_up_the_page_says_so_and_takes_nothing(
    cast: Cast, settings: Any
) -> None:
    settings.PUSH_CONTACT, settings.MAIL = "", "none"
    client = browser_of(cast.bo)
    page = client.get(PAGE).content.decode()
    assert "Slå til på denne enhed" not in page
    assert "sender ikke beskeder til enheder" in page
    assert "sender ikke mails" in page
    assert client.post(f"{PAGE}enhed/", SENT).status_code == 422


def test_a_citizen_has_no_such_page(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.dorthe.user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(PAGE).status_code == 404
    with pytest.raises(Refused):
        actions.choose(Rhythm.DAILY, working_hours=True, by=cast.actor(cast.dorthe), now=NOW)


def test_only_the_system_forgets_a_device(cast: Cast) -> None:
    device = has_device(cast, cast.bo, BROWSER.endpoint, NOW)
    with pytest.raises(Refused):
        actions.forget_device(device, by=cast.actor(cast.bo), now=NOW)


def test_a_kind_is_named_once(cast: Cast) -> None:
    kinds: WaitingKinds = kinds_of(Pile(cast.bo))
    with pytest.raises(ValueError, match="twice"):
        kinds.add(next(iter(kinds)))


def test_settings_that_cannot_work_are_named(settings: Any) -> None:
    assert check_settings(None) == []
    settings.PUSH_CONTACT, settings.PUSH_KEY = "it@example.dk", "kort"
    settings.DEFAULT_FROM_EMAIL = "Fælled"
    found = [str(message.id) for message in check_settings(None)]
    assert found == ["notices.E001", "notices.E002", "notices.E003"]


def test_a_browser_switched_on_again_meanwhile_is_not_forgotten(cast: Cast) -> None:
    seen = has_device(cast, cast.bo, BROWSER.endpoint, NOW)
    later = NOW + timedelta(seconds=1)
    actions.add_device(BROWSER, title="", by=cast.actor(cast.carla), now=later)
    actions.forget_device(seen, by=cast.system, now=later)
    assert Device.objects.get().employee == cast.carla.employee
