import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from lxml.html import fromstring
from pytest_django import Settings

from faelled.base.people.models import User
from faelled.base.ui.tests.page import words
from tests.cast import Cast


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True


def who(client: Client) -> str | None:
    return client.session.get(SESSION_KEY)


def test_a_demo_lists_everybody_with_what_they_do(client: Client, cast: Cast, demo: None) -> None:
    page = fromstring(client.get("/log-ind/").content)
    people = [words(person) for person in page.xpath("//button[contains(@class, 'cast__person')]")]
    assert people[0].endswith(
        "Anna Dam Sagsbehandler i Børnehandicap. Behandler ansøgninger fra forældre."
    )
    assert len(people) == len(User.objects.all())
    assert [words(h) for h in page.xpath("//h2")] == ["I kommunen", "Borgere"]


def test_whoever_is_not_of_the_cast_is_shown_with_their_position(
    client: Client, cast: Cast, demo: None
) -> None:
    User.objects.filter(pk=cast.carla.user.pk).update(username="henrik")
    assert "caseworker, Teknik og Miljø" in client.get("/log-ind/").content.decode()


def test_one_press_logs_in_and_leads_back_to_the_page_one_wanted(
    client: Client, cast: Cast, demo: None
) -> None:
    answer = client.post(f"/log-ind/{cast.anna.id}/", {"next": "/log-ind/?side=2"})
    assert answer["Location"] == "/log-ind/?side=2"
    assert who(client) == str(cast.anna.user.pk)


@pytest.mark.parametrize(
    "trap", ["https://ondsindet.example/", "//ondsindet.example", "javascript:1"]
)
def test_log_in_leads_nowhere_else(client: Client, cast: Cast, demo: None, trap: str) -> None:
    assert client.post(f"/log-ind/{cast.anna.id}/", {"next": trap})["Location"] == "/"
    assert trap not in client.get("/log-ind/", {"next": trap}).content.decode()


def test_the_session_key_changes_at_log_in(client: Client, cast: Cast, demo: None) -> None:
    client.post("/sprog/", {"language": "da"})
    client.session["seen"] = "before"
    client.session.save()
    before = client.session.session_key
    client.post(f"/log-ind/{cast.anna.id}/")
    assert client.session.session_key != before


def test_nothing_of_the_last_person_is_left(client: Client, cast: Cast, demo: None) -> None:
    client.post(f"/log-ind/{cast.anna.id}/")
    session = client.session
    session["draft"] = "Annas udkast"
    session.save()
    client.post(f"/log-ind/{cast.carla.id}/")
    assert "draft" not in client.session


@pytest.mark.parametrize("user", ["inactive", "unknown"])
def test_only_those_on_the_list_can_be_chosen(
    client: Client, cast: Cast, demo: None, user: str
) -> None:
    User.objects.filter(pk=cast.bo.user.pk).update(is_active=False)
    chosen = cast.bo.id if user == "inactive" else "00000000-0000-4000-8000-000000000000"
    assert client.post(f"/log-ind/{chosen}/").status_code == 404
    assert who(client) is None


def test_outside_a_demo_nobody_is_listed_and_nobody_can_be_chosen(
    client: Client, cast: Cast
) -> None:
    page = client.get("/log-ind/").content.decode()
    assert "Anna Dam" not in page
    assert "Log-in er ikke sat op" in page
    assert client.post(f"/log-ind/{cast.anna.id}/").status_code == 404
    assert who(client) is None


def test_looking_at_the_address_logs_nobody_in(client: Client, cast: Cast, demo: None) -> None:
    assert client.get(f"/log-ind/{cast.anna.id}/").status_code == 405


def test_without_the_forms_token_nothing_happens(cast: Cast, demo: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"/log-ind/{cast.anna.id}/")
    assert answer.status_code == 403
    assert "Formularen er udløbet" in answer.content.decode()


def test_log_out_is_a_post_and_ends_the_session(client: Client, cast: Cast) -> None:
    client.force_login(cast.anna.user)
    assert client.get("/log-ud/").status_code == 405
    assert client.post("/log-ud/")["Location"] == "/"
    assert who(client) is None


def test_a_log_in_service_that_let_nobody_in_says_so(client: Client, db: None) -> None:
    answer = client.get("/konto/afbrudt/account_login/", follow=True)
    assert "Du blev ikke logget ind" in answer.content.decode()


def test_a_configured_service_is_offered(client: Client, db: None, settings: Settings) -> None:
    service = {
        "provider_id": "kommunen",
        "name": "Kommunens log-in",
        "client_id": "x",
        "secret": "y",
        "settings": {"server_url": "https://log-in.example"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [service]}}
    page = fromstring(client.get("/log-ind/", {"next": "/sager/"}).content)
    [form] = page.xpath("//main//form")
    assert words(form) == "Kommunens log-in"
    assert form.get("action").startswith("/konto/")
    assert form.get("action").endswith("next=%2Fsager%2F")
    assert form.get("method") == "post"
