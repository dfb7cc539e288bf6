"""The leader's five places, in one row above their pages, each with what waits there."""

from dataclasses import replace

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from faelled.base.access.actor import ANONYMOUS, Actor, ActorKind
from faelled.base.ui.navigation import NAVIGATION, Audience, Navigation, NavItem, Place
from faelled.base.ui.templatetags import ui

BO = Actor("u1", "Bo Lind", ActorKind.EMPLOYEE, 1, roles=frozenset({"manager"}))
ANNA = replace(BO, name="Anna Dam", roles=frozenset({"caseworker"}))


def tab(label: str, url: str, order: int, count: int = 0) -> NavItem:
    return NavItem(
        label,
        url,
        Audience.EMPLOYEE,
        order,
        place=Place.LEADERSHIP,
        visible=lambda actor: "manager" in actor.roles,
        count=lambda actor: count,
    )


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Navigation:
    navigation = Navigation()
    navigation.add(tab("Møder", "ui:log_out", 40))
    navigation.add(tab("Til godkendelse", "ui:log_in", 10, count=3))
    monkeypatch.setattr(ui, "NAVIGATION", navigation)
    return navigation


def row(actor: Actor, path: str = "/log-ind/") -> str:
    request = RequestFactory().get(path)
    request.actor = actor  # type: ignore[attr-defined]
    page = Template('{% include "ui/_leader_tabs.html" %}')
    return page.render(Context({"request": request}))


def test_bo_sees_his_tabs_in_order_and_where_he_stands(registry: Navigation) -> None:
    html = row(BO)
    assert html.index("Til godkendelse") < html.index("Møder")
    assert html.count("aria-current") == 1
    assert '<a href="/log-ind/" aria-current="page">Til godkendelse' in html


def test_a_tab_says_how_much_waits_where_something_does(registry: Navigation) -> None:
    assert row(BO).count("leader-tabs__count") == 1
    assert '<span class="leader-tabs__count">3</span>' in row(BO)


@pytest.mark.parametrize("who", [ANNA, ANONYMOUS])
def test_who_leads_nothing_has_no_row(registry: Navigation, who: Actor) -> None:
    assert "<nav" not in row(who)


def test_one_tab_alone_is_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    navigation = Navigation()
    navigation.add(tab("Møder", "ui:log_out", 40))
    monkeypatch.setattr(ui, "NAVIGATION", navigation)
    assert "<nav" not in row(BO)


def test_the_same_page_may_stand_in_the_menu_and_among_the_tabs() -> None:
    navigation = Navigation()
    navigation.add(NavItem("Til godkendelse", "ui:log_in", Audience.EMPLOYEE))
    navigation.add(tab("Til godkendelse", "ui:log_in", 10))
    with pytest.raises(ValueError, match="already has"):
        navigation.add(tab("Igen", "ui:log_in", 20))


def test_no_room_has_put_two_tabs_at_the_same_place() -> None:
    tabs = [item for item in NAVIGATION.all_items() if item.place is Place.LEADERSHIP]
    assert len({item.order for item in tabs}) == len(tabs)
