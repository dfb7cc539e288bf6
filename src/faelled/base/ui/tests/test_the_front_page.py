from datetime import datetime

import pytest
from django.test import Client
from lxml.html import fromstring

from faelled.base.access.actor import Actor
from faelled.base.ui import views
from faelled.base.ui.frontpage import FrontPage, Guide, Landing, Service
from faelled.base.ui.navigation import Audience
from faelled.base.ui.tests.page import words
from tests.cast import NOW, Cast


def leads(actor: Actor) -> bool:
    return "manager" in actor.roles


@pytest.fixture
def front(monkeypatch: pytest.MonkeyPatch) -> FrontPage:
    """A registry of the test's own, so that what other rooms add does not matter here."""
    page = FrontPage()
    monkeypatch.setattr(views, "FRONT_PAGE", page)
    return page


def offers(now: datetime) -> list[Service]:
    return [Service("Tabt arbejdsfortjeneste", "Få dækket din løn.", "/selvbetjening/tabt/")]


def test_each_is_taken_to_their_own_first_page(
    client: Client, cast: Cast, front: FrontPage
) -> None:
    front.add_landing(Landing("ui:log_in", Audience.EMPLOYEE, 20))
    front.add_landing(Landing("ui:log_out", Audience.EMPLOYEE, 10, wanted=leads))
    for worker, url in ((cast.anna, "/log-ind/"), (cast.bo, "/log-ud/")):
        client.force_login(worker.user)
        assert client.get("/")["Location"] == url


def test_a_citizen_without_a_first_page_sees_what_can_be_applied_for(
    client: Client, cast: Cast, front: FrontPage
) -> None:
    front.add_landing(Landing("ui:log_in", Audience.EMPLOYEE))
    front.add_services("intake", offers)
    client.force_login(cast.dorthe.user)
    assert "Tabt arbejdsfortjeneste" in client.get("/").content.decode()


def test_a_visitor_sees_services_and_guidance(client: Client, db: None, front: FrontPage) -> None:
    front.add_services("intake", offers)
    front.add_guide(Guide("Sådan klager du", "/vejledning/klage/"))
    page = fromstring(client.get("/").content)
    assert page.xpath("//main//a/@href") == ["/selvbetjening/tabt/", "/vejledning/klage/"]
    assert words(page.xpath("//h1")[0]) == "Hvad kan vi hjælpe med?"


def test_with_nothing_to_apply_for_the_page_says_so(
    client: Client, db: None, front: FrontPage
) -> None:
    assert "Der er ingen selvbetjening endnu" in client.get("/").content.decode()


def test_services_stand_by_title(front: FrontPage) -> None:
    front.add_services("a", lambda now: [Service("Pas", "", "/p/")])
    front.add_services("b", lambda now: [Service("Aktindsigt", "", "/a/")])
    assert [service.title for service in front.services(NOW)] == ["Aktindsigt", "Pas"]


def test_a_second_of_the_same_name_is_refused(front: FrontPage) -> None:
    front.add_services("a", offers)
    front.add_guide(Guide("Klag", "/k/"))
    front.add_landing(Landing("ui:log_in", Audience.CITIZEN))
    with pytest.raises(ValueError, match="already there"):
        front.add_services("a", offers)
    with pytest.raises(ValueError, match="already there"):
        front.add_guide(Guide("Klag igen", "/k/"))
    with pytest.raises(ValueError, match="already a first page"):
        front.add_landing(Landing("ui:log_in", Audience.CITIZEN))
