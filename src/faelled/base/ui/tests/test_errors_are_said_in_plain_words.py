from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from lxml.html import fromstring
from pytest_django import DjangoAssertNumQueries, Settings

from faelled.base.ui import errors
from faelled.base.ui.tests.page import words

REQUEST = RequestFactory()


def said(answer: HttpResponse) -> str:
    return words(fromstring(answer.content).xpath("//main")[0])


@pytest.mark.parametrize(
    ("page", "problem", "status", "title"),
    [
        (errors.bad_request, SuspiciousOperation("secret"), 400, "Det kunne ikke læses"),
        (errors.permission_denied, PermissionDenied(), 403, "Du har ikke adgang"),
        (errors.page_not_found, Http404("secret"), 404, "Siden blev ikke fundet"),
    ],
)
def test_each_error_says_what_happened_and_has_a_way_on(
    db: None,
    page: Callable[[HttpRequest, Exception], HttpResponse],
    problem: Exception,
    status: int,
    title: str,
) -> None:
    answer = page(REQUEST.get("/"), problem)
    assert answer.status_code == status
    assert title in said(answer)
    assert "Gå til forsiden" in said(answer)
    assert "secret" not in answer.content.decode()


def test_a_refusal_says_its_reason(db: None) -> None:
    answer = errors.permission_denied(REQUEST.get("/"), PermissionDenied("Kun Frida må udgive."))
    assert "Kun Frida må udgive." in said(answer)


def test_an_old_form_says_that_nothing_was_sent_and_where_the_text_is(db: None) -> None:
    answer = errors.csrf_failure(REQUEST.get("/"), reason="CSRF cookie not set.")
    assert "Intet er sendt" in said(answer)
    assert "tilbage-knap" in said(answer)
    assert "CSRF" not in said(answer)


def test_the_page_of_a_crash_needs_neither_database_nor_request(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = errors.server_error(REQUEST.get("/"))
    assert answer.status_code == 500
    assert "Intet er gemt halvt" in said(answer)


def test_the_way_to_help_is_on_the_page(db: None, settings: Settings) -> None:
    settings.SITE_CONTACT = "Ring til Borgerservice."
    answer = errors.page_not_found(REQUEST.get("/"), Http404())
    assert "Har du brug for hjælp? Ring til Borgerservice." in said(answer)


def test_an_address_that_is_not_there_gets_our_page(client: Client, db: None) -> None:
    answer = client.get("/findes-ikke/")
    assert answer.status_code == 404
    assert "Siden blev ikke fundet" in answer.content.decode()
