from dataclasses import replace

import pytest

from faelled.base.access.actor import ANONYMOUS, Actor, ActorKind, system_actor
from faelled.base.ui.navigation import (
    Audience,
    Navigation,
    NavItem,
    Place,
    SearchBox,
    audience_of,
    menu_links,
)

BO = Actor("u1", "Bo Lind", ActorKind.EMPLOYEE, 1, roles=frozenset({"manager"}))
ANNA = replace(BO, name="Anna Dam", roles=frozenset({"caseworker"}))
DORTHE = replace(BO, name="Dorthe Friis", kind=ActorKind.CITIZEN)


def leads(actor: Actor) -> bool:
    return "manager" in actor.roles


def two(actor: Actor) -> int:
    return 2


def many(actor: Actor) -> int:
    return 99


def menu() -> Navigation:
    navigation = Navigation()
    navigation.add(NavItem("Til godkendelse", "ui:log_out", Audience.EMPLOYEE, 20, visible=leads))
    navigation.add(NavItem("Sager", "ui:log_in", Audience.EMPLOYEE, 10))
    navigation.add(NavItem("Mine sager", "ui:log_in", Audience.CITIZEN))
    navigation.add(NavItem("Hvem har set", "ui:log_out", Audience.CITIZEN, place=Place.FOOTER))
    return navigation


def labels(navigation: Navigation, actor: Actor, place: Place = Place.MENU) -> list[str]:
    return [str(item.label) for item in navigation.items_for(actor, place)]


def test_each_sees_their_own_menu_in_order() -> None:
    assert labels(menu(), BO) == ["Sager", "Til godkendelse"]
    assert labels(menu(), ANNA) == ["Sager"]
    assert labels(menu(), DORTHE) == ["Mine sager"]
    assert labels(menu(), ANONYMOUS) == []


def test_what_is_seldom_needed_stands_in_the_footer() -> None:
    assert labels(menu(), DORTHE, Place.FOOTER) == ["Hvem har set"]


def test_what_only_some_do_is_folded_away_and_counted_together() -> None:
    navigation = menu()
    for name, count in (("ui:front_page", two), ("ui:set_language", many)):
        navigation.add(NavItem(name, name, Audience.EMPLOYEE, place=Place.MORE, count=count))
    folded = navigation.menu_for(ANNA, "/sprog/")
    assert [link.label for link in folded.line] == ["Sager"]
    assert [link.label for link in folded.more] == ["ui:front_page", "ui:set_language"]
    assert folded.current and folded.shown_count == "99+"
    assert not navigation.menu_for(ANNA, "/log-ind/").current


def test_a_single_page_is_never_folded_away() -> None:
    navigation = menu()
    navigation.add(NavItem("Opslag", "ui:front_page", Audience.EMPLOYEE, place=Place.MORE))
    shown = navigation.menu_for(BO, "/sprog/")
    assert [link.label for link in shown.line] == ["Sager", "Til godkendelse", "Opslag"]
    assert shown.more == () and shown.shown_count == ""


def test_the_same_page_cannot_stand_twice() -> None:
    navigation = menu()
    with pytest.raises(ValueError, match="already has"):
        navigation.add(NavItem("Sager igen", "ui:log_in", Audience.EMPLOYEE))


def test_there_is_one_search_box_and_it_is_for_employees() -> None:
    navigation = menu()
    navigation.set_search(SearchBox("Søg", "ui:log_in"))
    assert navigation.search_for(ANNA) is not None
    assert navigation.search_for(DORTHE) is None
    with pytest.raises(ValueError, match="already searches"):
        navigation.set_search(SearchBox("Søg", "ui:log_out"))


def test_nobody_else_is_taken_for_an_employee() -> None:
    assert audience_of(ANONYMOUS) is Audience.VISITOR
    assert audience_of(system_actor(1)) is Audience.VISITOR


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/sager/", "/sager/"),
        ("/sager/42/", "/sager/"),
        ("/sager/mine/7/", "/sager/mine/"),
        ("/", "/"),
        ("/andet/", None),
    ],
)
def test_the_page_one_stands_on_or_below_is_marked(path: str, current: str | None) -> None:
    links = menu_links([("Forside", "/"), ("Sager", "/sager/"), ("Mine", "/sager/mine/")], path)
    assert [link.url for link in links if link.current] == ([current] if current else [])


def test_links_are_ready_for_the_page() -> None:
    [link] = menu().links_for(ANNA, "/log-ind/")
    assert (link.url, link.current) == ("/log-ind/", True)
