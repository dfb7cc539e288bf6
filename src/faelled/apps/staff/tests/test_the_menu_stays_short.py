from django.test import Client
from lxml.html import HtmlElement, fromstring

from tests.cast import Cast, Worker


def menu_of(client: Client, worker: Worker) -> HtmlElement:
    client.force_login(worker.user)
    page: HtmlElement = fromstring(client.get("/medarbejdere/fravaer/").content)
    menu: HtmlElement = page.find_class("site-nav")[0]
    return menu


def test_what_frida_has_rights_to_is_folded_away(client: Client, cast: Cast) -> None:
    menu = menu_of(client, cast.frida)
    folded = menu.xpath(".//details/ul/li/a/@href")
    assert {"/medarbejdere/", "/medarbejdere/opslag/"} <= set(folded)
    assert not set(folded) & set(menu.xpath("./ul/li/a/@href"))


def test_carla_has_one_such_page_and_sees_it_at_once(client: Client, cast: Cast) -> None:
    menu = menu_of(client, cast.carla)
    assert not menu.xpath(".//details")
    assert "/medarbejdere/" not in menu.xpath(".//a/@href")


def test_bo_has_two_and_they_are_folded_away(client: Client, cast: Cast) -> None:
    menu = menu_of(client, cast.bo)
    assert "/medarbejdere/" in menu.xpath(".//details/ul/li/a/@href")
