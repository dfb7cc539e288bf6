"""The menu and the first pages lead to pages that are there, and that their reader may open."""

from typing import Any

import pytest
from django.urls import resolve, reverse

from faelled.base.access.decorators import AccessRule
from faelled.base.ui.frontpage import FRONT_PAGE
from faelled.base.ui.navigation import NAVIGATION

ITEMS: list[Any] = [*NAVIGATION.all_items(), *FRONT_PAGE.all_landings()]
MAY_OPEN = {
    "employee": {"employee", "logged-in", "anyone"},
    "citizen": {"citizen", "logged-in", "anyone"},
    "visitor": {"anyone"},
}


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item.audience}-{item.url_name}")
def test_every_item_leads_to_a_page_for_its_reader(item: Any) -> None:
    rule = getattr(resolve(reverse(item.url_name)).func, "access", None)
    assert isinstance(rule, AccessRule)
    assert rule.who in MAY_OPEN[item.audience]


def test_employees_can_search_from_every_page() -> None:
    assert NAVIGATION.search is not None
    assert reverse(NAVIGATION.search.url_name)
