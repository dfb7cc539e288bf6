"""A program that asks faster than people do is told to wait; Anna never is."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from faelled.base.access.origin import address_of
from faelled.web.operate.pace import MOST_KEPT, Buckets, PaceMiddleware
from tests.cast import Cast


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills_again() -> None:
    buckets = Buckets(most=60)
    assert [buckets.take("a", now=0.0) for _ in range(60)] == [0] * 60
    assert buckets.take("a", now=0.0) == 1
    assert buckets.take("a", now=1.0) == 0
    assert buckets.take("a", now=1.0) == 1


def test_one_persons_haste_is_not_anothers() -> None:
    buckets = Buckets(most=1)
    assert buckets.take("a", now=0.0) == 0
    assert buckets.take("b", now=0.0) == 0
    assert buckets.take("a", now=0.0) > 0


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    buckets = Buckets(most=1)
    buckets.take("a", now=100.0)
    assert buckets.take("a", now=50.0) > 0


def test_strangers_do_not_fill_the_memory() -> None:
    buckets = Buckets(most=1)
    for number in range(MOST_KEPT + 50):
        buckets.take(f"address:{number}", now=0.0)
    assert len(buckets._held) == MOST_KEPT


@pytest.mark.django_db
def test_the_site_says_it_in_words_and_logs_it(
    cast: Cast, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.PACE = 3  # type: ignore[attr-defined]
    client = Client()
    client.force_login(cast.anna.user)
    with caplog.at_level(logging.WARNING, logger="faelled.security"):
        answers = [client.get("/mine-log-ind/") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "Vent lidt, og prøv igen." in answers[3].content.decode()
    assert int(answers[3]["Retry-After"]) >= 1
    assert "Anna" not in answers[3].content.decode()
    assert "Too many requests" in caplog.text


@pytest.mark.django_db
def test_a_made_up_cookie_is_no_new_bucket(settings: object) -> None:
    settings.PACE = 2  # type: ignore[attr-defined]
    pace = PaceMiddleware(lambda request: HttpResponse("ok"), clock=Clock())
    assert [pace(_visit(f"made-up-{n}")).status_code for n in range(3)] == [200, 200, 429]


def test_who_changes_the_address_inside_an_ipv6_network_is_still_one(settings: object) -> None:
    settings.PACE = 2  # type: ignore[attr-defined]
    pace = PaceMiddleware(lambda request: HttpResponse("ok"), clock=Clock())
    asked = [RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:0:7::{n:x}") for n in range(1, 4)]
    assert [pace(one).status_code for one in asked] == [200, 200, 429]
    neighbour = RequestFactory().get("/", REMOTE_ADDR="2001:db8:0:8::1")
    assert pace(neighbour).status_code == 200


def _visit(cookie: str) -> HttpRequest:
    from importlib import import_module

    from django.conf import settings as site

    request = RequestFactory().get("/")
    request.COOKIES[site.SESSION_COOKIE_NAME] = cookie
    request.session = import_module(site.SESSION_ENGINE).SessionStore(cookie)
    return request


def test_only_the_proxys_own_word_counts_as_the_address(settings: object) -> None:
    request = RequestFactory().get("/", headers={"x-forwarded-for": "1.2.3.4, 10.0.0.9"})
    assert address_of(request) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # type: ignore[attr-defined]
    assert address_of(request) == "10.0.0.9"
