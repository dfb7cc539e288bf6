"""Danish, unless chosen otherwise."""

import pytest
from django.conf import settings
from django.test import Client


@pytest.mark.django_db
def test_an_english_browser_gets_danish() -> None:
    page = Client(headers={"accept-language": "en-GB,en;q=0.9"}).get("/log-ind/")
    assert page.headers["Content-Language"] == "da"
    assert 'lang="da"' in page.text


@pytest.mark.django_db
def test_who_chose_english_gets_english() -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/log-ind/")
    assert page.headers["Content-Language"] == "en"


@pytest.mark.django_db
def test_a_language_that_is_not_here_is_danish() -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "../../etc"
    assert client.get("/log-ind/").headers["Content-Language"] == "da"


@pytest.mark.django_db
def test_the_choice_is_a_cookie_that_no_script_reads_and_no_other_site_sends() -> None:
    client = Client()
    client.post("/sprog/", {"language": "en", "next": "/log-ind/"})
    cookie = client.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
