"""The number beside a menu item: counted for those who see it, and never above 99."""

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.ui.navigation import Audience, MenuLink, Navigation, NavItem

BO = Actor(id="bo", name="Bo Lind", kind=ActorKind.EMPLOYEE, authority_id=1)


def test_a_link_carries_the_number_that_its_item_counts() -> None:
    menu = Navigation()
    menu.add(NavItem("Forside", "ui:front_page", Audience.EMPLOYEE, count=lambda actor: 3))
    assert [link.count for link in menu.links_for(BO, "/")] == [3]


def test_nothing_is_counted_for_who_does_not_see_the_item() -> None:
    asked: list[str] = []

    def count(actor: Actor) -> int:
        asked.append(actor.id)
        return 1

    menu = Navigation()
    menu.add(
        NavItem(
            "Forside",
            "ui:front_page",
            Audience.EMPLOYEE,
            visible=lambda actor: False,
            count=count,
        )
    )
    assert menu.links_for(BO, "/") == ()
    assert asked == []


def test_more_than_99_is_shown_as_99_and_more_and_none_as_nothing() -> None:
    shown = [MenuLink("Sager", "/", False, count).shown_count for count in (0, 7, 99, 100)]
    assert shown == ["", "7", "99", "99+"]
