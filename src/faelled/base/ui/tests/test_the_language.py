"""Danish, unless chosen otherwise."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_an_english_browser_gets_danish() -> None:
    page = Client(headers={"accept-language": "en-GB,en;q=0.9"}).get("/log-ind/")
    assert page.headers["Content-Language"] == "da"
    assert 'lang="da"' in page.text


@pytest.mark.django_db
def test_who_chose_english_gets_english() -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    page = client.get("/log-ind/")
    assert page.headers["Content-Language"] == "en"


@pytest.mark.django_db
def test_a_language_that_is_not_here_is_danish() -> None:
    client = Client()
    client.cookies["django_language"] = "../../etc"
    assert client.get("/log-ind/").headers["Content-Language"] == "da"
