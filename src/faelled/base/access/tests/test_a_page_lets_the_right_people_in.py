"""``@access`` at a page: who comes in, who is sent where, and what the page then knows."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from faelled.base.access.actor import Capability
from faelled.base.access.decorators import AccessRule, Who, access
from faelled.base.access.requests import ActorRequest
from faelled.base.access.tests import pages
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.urls("faelled.base.access.tests.pages")]


def test_anna_comes_in_with_the_purpose_of_the_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.anna.user)
    assert client.get("/sager/").content.decode() == "Anna Dam case-work"


def test_a_stranger_is_sent_to_log_in_and_back(client: Client) -> None:
    answer = client.get("/sager/?side=2")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/log-ind/?next=/sager/%3Fside%3D2"


def test_a_stranger_s_swapped_part_sends_the_whole_page_to_log_in(client: Client) -> None:
    seen = {"HX-Request": "true", "HX-Current-URL": "http://testserver/sager/1/?fane=2"}
    answer = client.get("/sager/", headers=seen)
    assert answer.headers["HX-Redirect"] == "/log-ind/?next=/sager/1/%3Ffane%3D2"
    elsewhere = {"HX-Request": "true", "HX-Current-URL": "http://elsewhere.example/x"}
    assert client.get("/sager/", headers=elsewhere).headers["HX-Redirect"] == "/log-ind/?next=/"


def test_the_wrong_kind_of_user_finds_no_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.dorthe.user)
    assert client.get("/sager/").status_code == 404
    assert client.get("/mine-sager/").status_code == 200
    client.force_login(cast.anna.user)
    assert client.get("/mine-sager/").status_code == 404


def test_both_kinds_open_a_page_for_the_logged_in(client: Client, cast: Cast) -> None:
    for someone in (cast.anna, cast.dorthe):
        client.force_login(someone.user)
        assert client.get("/hvem/").status_code == 200


def test_anyone_opens_an_open_page(client: Client) -> None:
    assert client.get("/aaben/").content == b"anonymous"


def test_a_missing_capability_is_said_in_plain_words(client: Client, cast: Cast) -> None:
    client.force_login(cast.anna.user)
    answer = client.get("/log/7/")
    assert answer.status_code == 403
    assert "Du har ikke rettighed til denne side" in answer.content.decode()
    client.force_login(cast.frida.user)
    assert client.get("/log/7/").content == b"7"


def test_a_closed_user_is_a_stranger_at_the_next_request(client: Client, cast: Cast) -> None:
    client.force_login(cast.anna.user)
    cast.anna.user.is_active = False
    cast.anna.user.save()
    assert client.get("/sager/").status_code == 302


def test_pages_with_personal_data_are_kept_by_no_cache(client: Client, cast: Cast) -> None:
    client.force_login(cast.anna.user)
    kept = client.get("/sager/").headers["Cache-Control"]
    assert "no-store" in kept
    assert "private" in kept
    assert "no-store" in client.get("/aaben/").headers["Cache-Control"]  # her name stands on it
    client.logout()
    assert "Cache-Control" not in client.get("/aaben/").headers


def test_who_has_the_leader_s_pages_only_finds_no_other(client: Client, cast: Cast) -> None:
    cast.bo.employee.leadership_only = True
    cast.bo.employee.save()
    client.force_login(cast.bo.user)
    opens = {"/til-godkendelse/": 200, "/mig/": 200, "/aaben/": 200, "/sager/": 404, "/hvem/": 404}
    assert {url: client.get(url).status_code for url in opens} == opens
    client.force_login(cast.anna.user)
    assert {client.get(url).status_code for url in opens} == {200}


def test_without_the_middleware_nobody_comes_in() -> None:
    request = ActorRequest()
    request.META = RequestFactory().get("/sager/").META
    assert pages.for_employees(request).status_code == 302


def test_the_view_says_its_rule() -> None:
    rule = AccessRule("employee", "control", Capability.READ_AUDIT)
    assert pages.for_auditors.__dict__["access"] == rule


@pytest.mark.parametrize(("who", "purpose"), [("employee", ""), ("anyone", "curiosity")])
def test_a_page_without_a_known_purpose_cannot_be_made(who: Who, purpose: str) -> None:
    def page(request: ActorRequest) -> HttpResponse:
        return HttpResponse()

    with pytest.raises(ValueError, match="purpose"):
        access(who=who, purpose=purpose)(page)
