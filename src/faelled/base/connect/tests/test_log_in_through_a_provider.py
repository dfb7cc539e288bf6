"""Dorthe and Anna log in through a provider; anything that does not fit is refused.

The whole code flow with PKCE, state and nonce runs over loopback against the fake provider.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.messages import get_messages
from django.test import Client, override_settings

from faelled.base.audit.queries import about
from faelled.base.connect.loopback import serve
from faelled.base.connect.oidc.adapter import ASSURANCE_KEY, OIDC
from faelled.base.connect.oidc.checks import check_settings
from faelled.base.connect.oidc.fake import LIES, FakeProvider
from faelled.base.connect.oidc.identity import Level
from faelled.base.connect.oidc.queries import log_in_choices
from faelled.base.people.models import User, UserKind
from tests.cast import Cast

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("faelled.base.connect.tests.oidc_urls"),
]
CITIZENS = {"kind": "citizen", "shape": "signicat", "loa": "substantial"}
DORTHES_CPR = "4103840002"
PEOPLE: dict[str, dict[str, Any]] = {
    "d": {"name": "Dorthe Friis", "nin": DORTHES_CPR, "mitid_loa": "SUBSTANTIAL"},
    "low": {"name": "Dorthe Friis", "nin": DORTHES_CPR, "mitid_loa": "LOW"},
    "unknown-level": {"name": "Dorthe Friis", "nin": DORTHES_CPR, "mitid_loa": "very good"},
    "no-level": {"name": "Dorthe Friis", "nin": DORTHES_CPR},
    "stranger": {"name": "En fremmed", "nin": "5503840002", "mitid_loa": "HIGH"},
    "no-cpr": {"name": "Uden CPR", "mitid_loa": "HIGH"},
    "a": {"name": "Anna Dam", "preferred_username": "ANNA", "acrs": ["c2", "c9"]},
    "a-weak": {"name": "Anna Dam", "preferred_username": "anna", "acrs": ["c9"]},
}


@contextmanager
def provider(rules: dict[str, Any] = CITIZENS, lie: str = "") -> Iterator[str]:
    """A running fake, known to the site as ``mitid``."""
    with serve(FakeProvider(PEOPLE, lie=lie)) as origin:
        row = {
            "provider_id": "mitid",
            "name": "MitID",
            "client_id": "faelled",
            "secret": "kun-til-test",
            "settings": {
                "server_url": origin,
                "token_auth_method": "client_secret_basic",
                "rules": rules,
            },
        }
        with override_settings(
            SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [row], "OAUTH_PKCE_ENABLED": True}},
            CONNECT_HOSTS={"oidc": [f"private {origin}"]},
        ):
            OIDC.breaker.succeeded()
            yield origin


def at_the_provider(address: str, person: str) -> str:
    """What the browser does at the provider: choose a person, be sent back."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}&person={person}")
    back = connection.getresponse()
    back.read()
    connection.close()
    location = back.getheader("Location")
    assert back.status == 302
    assert location is not None
    return location.removeprefix("http://testserver")


def log_in(client: Client, person: str, query: str = "") -> Any:
    off = client.get(f"/konto/oidc/mitid/{query}")
    assert off.status_code == 302
    return client.get(at_the_provider(off["Location"], person))


def refusal(response: Any) -> str:
    """The plain message the visitor meets on the log-in page."""
    assert response.status_code == 302
    assert response["Location"] == "/log-ind/"
    *_, message = get_messages(response.wsgi_request)
    return str(message)


def logged_in(client: Client) -> str:
    return client.get("/").content.decode()


def test_dorthe_comes_in_and_is_known_by_the_providers_subject_from_then_on(
    client: Client, cast: Cast
) -> None:
    with provider():
        response = log_in(client, "d", "?next=/mine-sager/")
        assert response["Location"] == "/mine-sager/"
        assert logged_in(client) == cast.dorthe.id
        assert client.session[ASSURANCE_KEY] == Level.SUBSTANTIAL
        account = SocialAccount.objects.get()
        assert (account.provider, account.uid, account.user) == ("mitid", "d", cast.dorthe.user)
        assert [entry.action for entry in about(f"user:{cast.dorthe.id}")].count("link-log-in") == 1
        log_in(client, "d")
        assert SocialAccount.objects.count() == 1
        assert [entry.action for entry in about(f"user:{cast.dorthe.id}")].count("link-log-in") == 1


def test_the_session_that_comes_in_is_not_the_one_that_went_out(client: Client, cast: Cast) -> None:
    """casework.md 8.20: whoever planted a session before the log-in has nothing after it."""
    with provider():
        off = client.get("/konto/oidc/mitid/")
        planted = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.get(at_the_provider(off["Location"], "d"))
        assert logged_in(client) == cast.dorthe.id
        assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = planted
        assert logged_in(thief) != cast.dorthe.id


def test_nothing_the_provider_said_is_stored_or_logged(
    client: Client, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), provider():
        log_in(client, "d")
    assert SocialAccount.objects.get().extra_data == {}
    assert DORTHES_CPR not in caplog.text + str(dict(client.session))


def test_the_request_carries_pkce_state_and_nonce_and_no_wish_of_the_visitor(
    client: Client, cast: Cast
) -> None:
    with provider():
        off = client.get(
            "/konto/oidc/mitid/?scope=admin&auth_params=acr_values%3Dlow&process=connect"
            "&next=https://evil.example/"
        )
        asked = parse_qs(urlsplit(off["Location"]).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert len(asked["state"][0]) >= 16
        assert len(asked["nonce"][0]) == 64
        assert "admin" not in asked["scope"][0]
        assert "acr_values" not in asked
        response = client.get(at_the_provider(off["Location"], "d"))
        assert response["Location"] == "/"


@pytest.mark.parametrize("lie", [*LIES, "key", "userinfo"])
def test_a_proof_that_does_not_fit_lets_nobody_in(client: Client, cast: Cast, lie: str) -> None:
    with provider(lie=lie):
        assert "lykkedes ikke" in refusal(log_in(client, "d"))
    assert logged_in(client) == ""
    assert not SocialAccount.objects.exists()


def test_a_provider_that_describes_another_issuer_is_never_gone_to(
    client: Client, cast: Cast
) -> None:
    with provider(lie="issuer"):
        assert "lykkedes ikke" in refusal(client.get("/konto/oidc/mitid/"))


def test_a_state_that_this_browser_did_not_start_is_refused(client: Client, cast: Cast) -> None:
    with provider():
        off = client.get("/konto/oidc/mitid/")
        back = at_the_provider(off["Location"], "d")
        assert "lykkedes ikke" in refusal(Client().get(back))
        assert client.get(back)["Location"] == "/"
        assert "lykkedes ikke" in refusal(client.get(back))


@pytest.mark.parametrize("person", ["low", "unknown-level", "no-level"])
def test_a_level_too_low_or_not_known_is_refused(client: Client, cast: Cast, person: str) -> None:
    """The level is enforced, not only asked for, and unknown is never 'substantial'."""
    with provider():
        assert "sikringsniveau" in refusal(log_in(client, person))
    assert logged_in(client) == ""
    assert not SocialAccount.objects.exists()


def test_the_level_is_asked_at_every_log_in_also_of_who_is_known(
    client: Client, cast: Cast
) -> None:
    SocialAccount.objects.create(user=cast.dorthe.user, provider="mitid", uid="low", extra_data={})
    with provider():
        assert "sikringsniveau" in refusal(log_in(client, "low"))
    assert logged_in(client) == ""


@pytest.mark.parametrize("person", ["stranger", "no-cpr"])
def test_nobody_signs_up_by_arriving(client: Client, cast: Cast, person: str) -> None:
    users = User.objects.count()
    with provider():
        assert "kender dig ikke" in refusal(log_in(client, person))
    assert User.objects.count() == users
    assert logged_in(client) == ""


def test_a_closed_user_does_not_come_in(client: Client, cast: Cast) -> None:
    with provider():
        log_in(client, "d")
        User.objects.filter(pk=cast.dorthe.user.pk).update(is_active=False)
        assert "lukket" in refusal(log_in(Client(), "d"))
        SocialAccount.objects.all().delete()
        assert "kender dig ikke" in refusal(log_in(Client(), "d"))


def test_an_employee_comes_in_by_the_employee_door_only(client: Client, cast: Cast) -> None:
    staff = {
        "kind": "employee",
        "shape": "entra",
        "loa": "substantial",
        "match": "username",
        "levels": {"c2": "substantial"},
    }
    User.objects.filter(pk=cast.anna.user.pk).update(username="anna")
    with provider(staff):
        log_in(client, "a")
        assert logged_in(client) == cast.anna.id
        assert "sikringsniveau" in refusal(log_in(Client(), "a-weak"))
    with provider({**CITIZENS, "claims": {"loa": "acrs"}, "levels": {"c2": "substantial"}}):
        assert "lukket" in refusal(log_in(Client(), "a"))


def test_two_who_fit_are_nobody(client: Client, cast: Cast) -> None:
    User.objects.create(username="d2", kind=UserKind.CITIZEN, person=cast.dorthe.person)
    with provider():
        assert "kender dig ikke" in refusal(log_in(client, "d"))


def test_an_authority_that_is_named_lets_only_its_own_people_in(client: Client, cast: Cast) -> None:
    with provider({**CITIZENS, "authority": "00000000"}):
        assert "kender dig ikke" in refusal(log_in(client, "d"))
    with provider({**CITIZENS, "authority": cast.authority.cvr}):
        log_in(client, "d")
    assert logged_in(client) == cast.dorthe.id


def test_who_gives_up_at_the_provider_comes_back_to_a_plain_message(
    client: Client, cast: Cast
) -> None:
    with provider():
        off = client.get("/konto/oidc/mitid/")
        state = parse_qs(urlsplit(off["Location"]).query)["state"][0]
        back = client.get(f"/konto/oidc/mitid/retur/?error=access_denied&state={state}")
        assert "afbrød" in refusal(back)


def test_a_provider_that_is_away_gives_a_plain_message(client: Client, cast: Cast) -> None:
    with provider():
        off = client.get("/konto/oidc/mitid/")
        back = at_the_provider(off["Location"], "d")
        with override_settings(CONNECT_HOSTS={}):
            assert "lykkedes ikke" in refusal(client.get("/konto/oidc/mitid/"))
            assert "lykkedes ikke" in refusal(client.get(back))


def test_an_unknown_provider_is_a_page_that_is_not_there(client: Client) -> None:
    assert client.get("/konto/oidc/nobody/").status_code == 404
    assert client.get("/konto/oidc/nobody/retur/").status_code == 404


def test_the_log_in_page_offers_what_is_configured() -> None:
    with provider():
        (choice,) = log_in_choices()
    assert (choice.name, choice.url, choice.kind) == ("MitID", "/konto/oidc/mitid/", "citizen")


def test_wrong_settings_are_found_at_start() -> None:
    with provider():
        assert check_settings(None) == []
    with provider({**CITIZENS, "loa": "good"}), override_settings(CONNECT_HOSTS={"x": ["a b"]}):
        assert [error.id for error in check_settings(None)] == ["connect.E001", "connect.E002"]
