"""A name, an address and a CPR number thrown through the site leave no trace in its log."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.db import IntegrityError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from pytest_django import Settings

from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.base.people.models import Person
from faelled.web.operate.logs import JsonLines, PlainLines, request_id
from faelled.web.operate.observe import ObserveMiddleware
from tests.cast import Cast

NAME, ADDRESS, CPR = "Dorthe Friis", "Engvej 7, 9999 Fælleskøbing", "410384-0002"
SECRETS = ("Dorthe", "Friis", "Engvej", "0002", "410384-0", "4103840002")
ALL = f"{NAME}, {ADDRESS}, {CPR}"


@access(who="anyone")
def crash(request: ActorRequest) -> HttpResponse:
    try:
        raise KeyError(ALL)
    except KeyError as error:
        raise ValueError(f"cannot read {ALL}") from error


@access(who="anyone")
def breach(request: ActorRequest) -> HttpResponse:
    """A real row refused by the real database, which quotes the row in its message."""
    person = Person.objects.get(given_name="Dorthe")
    person.pk, person._state.adding = None, True
    person.save(force_insert=True)
    return HttpResponse()


@access(who="anyone")
def fine(request: ActorRequest, what: str) -> HttpResponse:
    logging.getLogger("some.library").debug("looked up %s for %r", NAME, {"cpr": CPR})
    logging.getLogger("some.library").warning("number %s of 3: %d", CPR, 4103840002)
    logging.getLogger("faelled.somewhere").error("row %s failed", ValueError(ALL))
    return HttpResponse("ok")


urlpatterns = [
    path("crash/", crash, name="crash"),
    path("breach/", breach, name="breach"),
    path("fine/<str:what>/", fine, name="fine"),
]


@pytest.fixture(params=[PlainLines, JsonLines])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """All that is logged at DEBUG, by either formatter, while the test runs."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    root, django = logging.getLogger(), logging.getLogger("django")
    levels = {logger: logger.level for logger in (root, django)}
    root.addHandler(handler)
    for logger in levels:
        logger.setLevel(logging.DEBUG)
    connection.force_debug_cursor = True  # every statement with its values, as DEBUG would have it
    yield stream
    connection.force_debug_cursor = False
    root.removeHandler(handler)
    for logger, level in levels.items():
        logger.setLevel(level)


@pytest.mark.urls(__name__)
def test_nothing_of_a_person_reaches_the_log(
    cast: Cast, client: Client, log: io.StringIO, settings: Settings
) -> None:
    client.raise_request_exception = False
    client.force_login(cast.dorthe.user)
    assert client.get(f"/crash/?q={NAME}&cpr={CPR}").status_code == 500
    assert client.get(f"/fine/{NAME}/?address={ADDRESS}").status_code == 200
    assert client.get(f"/ikke-her/{CPR}/?q={NAME}").status_code == 404
    said = log.getvalue()
    assert [secret for secret in SECRETS if secret in said] == []
    assert "ValueError" in said
    assert "KeyError" in said
    assert "crash" in said
    assert cast.dorthe.id in said


def test_what_a_visitor_puts_in_the_host_name_stays_out(client: Client, log: io.StringIO) -> None:
    assert client.get("/", headers={"host": "dorthe-friis.example"}).status_code == 400
    assert "DisallowedHost" in log.getvalue()
    assert "friis" not in log.getvalue()


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls(__name__)
def test_what_the_database_quotes_stays_out(cast: Cast, client: Client, log: io.StringIO) -> None:
    client.raise_request_exception = False
    assert client.get("/breach/").status_code == 500
    said = log.getvalue()
    assert IntegrityError.__name__ in said
    assert [secret for secret in SECRETS if secret in said] == []


@pytest.mark.urls(__name__)
def test_one_line_says_what_was_asked_and_how_it_went(
    cast: Cast, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(cast.anna.user)
    with caplog.at_level(logging.INFO, logger="faelled.request"):
        answer = client.get("/fine/Dorthe/?q=Friis")
    record = next(one for one in caplog.records if one.name == "faelled.request")
    token = request_id.set(answer["X-Request-ID"])
    row = json.loads(JsonLines().format(record))
    request_id.reset(token)
    assert row["view"] == "fine"
    assert (row["method"], row["status"], row["user"]) == ("GET", 200, cast.anna.id)
    assert row["request"] == answer["X-Request-ID"]
    assert row["ms"] >= 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0f" * 16, True),
        ("0F" * 16, True),
        ("6f8d2c1e-7a54-4b7e-9c43-0a1b2c3d4e5f", True),
        ("4103840002", False),
        ("410384-0002", False),
        ("Dorthe Friis", False),
        ("a" * 65, False),
        ("", False),
        ("0f0f0f0f0f0f0f0f\n", False),
    ],
)
def test_the_proxys_id_is_taken_when_it_is_an_id(given: str, kept: bool) -> None:
    seen = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append(request_id.get())
        return HttpResponse()

    request = RequestFactory().get("/", headers={"x-request-id": given})
    answer = ObserveMiddleware(page)(request)
    assert answer["X-Request-ID"] == seen[0]
    assert (seen[0] == given.lower()) is kept
    assert len(seen[0]) >= 32 or kept
    assert request_id.get() == ""


def test_the_site_writes_with_one_of_the_two() -> None:
    configuration: Any = site.LOGGING
    forms = {row["()"] for row in configuration["formatters"].values()}
    assert forms == {f"{PlainLines.__module__}.{cls.__name__}" for cls in (PlainLines, JsonLines)}
    assert list(configuration["handlers"]) == ["stderr"]


def test_a_sentence_that_does_not_fit_its_values_is_still_written() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "a %d b", ("text",), None)
    assert "a %d b" in PlainLines().format(record)
    record = logging.LogRecord(
        "x", logging.INFO, "f", 1, "%(a)s and %(b)d", ({"a": "t", "b": 2},), None
    )
    assert "[udeladt] and 2" in PlainLines().format(record)


def test_a_full_disk_is_told_by_its_number() -> None:
    try:
        (Path("/dev/full")).write_text("x")
    except OSError:
        import sys

        record = logging.LogRecord("x", logging.ERROR, "f", 1, "no", (), sys.exc_info())
    assert json.loads(JsonLines().format(record))["error"][0]["kind"] == "OSError 28"
