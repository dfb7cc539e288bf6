import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone
from lxml.html import HtmlElement, fromstring
from pytest_django import DjangoAssertNumQueries, Settings

from faelled.base.people import actions
from faelled.base.people.models import Authority
from faelled.base.ui import context
from faelled.base.ui.tests.page import words
from tests.cast import Cast


def frame(client: Client) -> HtmlElement:
    """A page that everybody may open."""
    return fromstring(client.get("/log-ind/").content)


def whole(client: Client, path: str = "/findes-ikke/") -> HtmlElement:
    """A page with the menu, for whoever is logged in."""
    return fromstring(client.get(path).content)


def test_the_page_says_whose_it_is_who_one_is_and_where_one_works(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.anna.user)
    page = whole(client)
    assert words(page.xpath("//*[@class='site-brand__name']")[0]) == "Fælleskøbing Kommune"
    assert words(page.xpath("//*[@class='site-user__who']")[0]) == "Anna Dam Børnehandicap"
    assert page.xpath("//body/@class") == ["layout-employee"]


def test_both_names_stand_there_when_one_acts_for_another(client: Client, cast: Cast) -> None:
    now = timezone.now()
    actions.add_substitution(
        cast.bo.employee,
        cast.erik.employee,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
        reason="Ferie",
        by=cast.system,
        now=now,
    )
    client.force_login(cast.erik.user)
    session = client.session
    session["on-behalf-of"] = cast.bo.id
    session.save()
    page = whole(client)
    assert words(page.xpath("//*[@class='on-behalf']//p")[0]) == "Du handler på vegne af Bo Lind"
    assert "Erik Munk" in words(page.xpath("//*[@class='site-user__who']")[0])
    [stop] = page.xpath("//*[@class='on-behalf']//form")
    client.post(stop.get("action"), {"principal": stop.xpath(".//button/@value")[0]})
    assert not whole(client).xpath("//*[@class='on-behalf']")


def test_a_visitor_can_log_in_and_skip_to_the_content(client: Client, db: None) -> None:
    page = whole(client)
    assert page.xpath("//header//a[contains(@class, 'button')]/@href") == ["/log-ind/"]
    first = page.xpath("//body//a")[0]
    assert first.get("href") == "#main-content"
    assert page.get_element_by_id("main-content").tag == "main"


def test_a_demo_says_that_it_is_one(client: Client, db: None, settings: Settings) -> None:
    assert not frame(client).xpath("//*[@class='demo-banner']")
    settings.DEMO = True
    assert "opdigtede" in words(frame(client).xpath("//*[@class='demo-banner']")[0])


def test_the_footer_leads_to_the_accessibility_statement(
    client: Client, db: None, settings: Settings
) -> None:
    settings.ACCESSIBILITY_STATEMENT = "https://erklaering.example/"
    settings.SITE_CONTACT = "Borgerservice, Torvet 1"
    page = frame(client)
    assert page.xpath("//footer//a/@href") == ["https://erklaering.example/"]
    assert "Borgerservice, Torvet 1" in words(page.xpath("//footer")[0])


def test_the_language_can_be_changed_and_stays(client: Client, db: None) -> None:
    answer = client.post("/sprog/", {"language": "en", "next": "/log-ind/"})
    assert answer["Location"] == "/log-ind/"
    page = frame(client)
    assert page.get("lang") == "en"
    assert words(page.xpath("//button[@name='language']")[0]) == "Dansk"


def test_nothing_in_the_page_needs_an_inline_script_or_style(client: Client, cast: Cast) -> None:
    client.force_login(cast.anna.user)
    page = whole(client)
    assert not page.xpath("//script[not(@src)]|//style|//*[@style]")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")


def test_htmx_evaluates_nothing_adds_no_style_and_keeps_no_pages(client: Client, db: None) -> None:
    config = json.loads(frame(client).xpath("//meta[@name='htmx-config']/@content")[0])
    assert config["allowEval"] is config["includeIndicatorStyles"] is False
    assert config["selfRequestsOnly"] is True
    assert config["historyCacheSize"] == 0
    assert {"code": "422", "swap": True} in config["responseHandling"]


def test_names_in_the_header_are_asked_for_once_a_minute(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cache.clear()
    with django_assert_num_queries(2):
        for _ in range(3):
            assert context.authority_name(cast.authority.pk) == "Fælleskøbing Kommune"
            assert context.unit_name(cast.disability.pk) == "Børnehandicap"


def test_an_authority_that_is_gone_still_has_a_page(db: None, settings: Settings) -> None:
    settings.SITE_NAME = "Fælled"
    assert not Authority.objects.filter(pk=17).exists()
    assert context.authority_name(17) == "Fælled"
    assert context.unit_name(17) == context.unit_name(None) == ""


def test_a_part_without_a_frame_asks_nothing(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        render_to_string("ui/_empty.html", {}, RequestFactory().get("/"))


@pytest.mark.parametrize("layout", ["employee", "citizen", "bare"])
def test_a_page_can_choose_its_layout(db: None, layout: str) -> None:
    page = fromstring(render_to_string(f"ui/{layout}.html", {}, RequestFactory().get("/")))
    assert page.xpath("//body/@class") == [f"layout-{layout}"]


def test_the_receipt_says_what_happens_now(db: None) -> None:
    page = fromstring(
        render_to_string(
            "ui/confirmation.html",
            {
                "heading": "Vi har modtaget din ansøgning",
                "reference": "2026-00042",
                "next_steps": [{"label": "Vi undersøger din sag", "state": "current"}],
                "receipt_url": "/kvittering/",
                "onward_url": "/mine-sager/",
                "onward_label": "Se mine sager",
            },
            RequestFactory().get("/"),
        )
    )
    assert words(page.xpath("//h1")[0]) == "Vi har modtaget din ansøgning"
    assert "2026-00042" in words(page.xpath("//main")[0])
    assert page.xpath("//main//a/@href") == ["/kvittering/", "/mine-sager/"]
