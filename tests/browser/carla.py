"""Carla works in another department: nothing of the case may reach her screen."""

import re
from collections.abc import Iterable

from playwright.sync_api import expect

from tests.browser.anna import TABS, open_tab
from tests.browser.screen import Screen

OF_A_CASE = re.compile(
    r"^/(sager|mine-sager|til-godkendelse|dokumenter|mine-dokumenter)/[0-9a-f-]{36}/"
)


def addresses_on(screen: Screen) -> set[tuple[str, str]]:
    """``{("GET", "/sager/<uuid>/kort/"), ("POST", "/sager/<uuid>/tag/")}``: every address of a case
    or a document that the page at hand links or posts to.
    """
    found: list[list[str]] = screen.page.locator("a[href], form[action]").evaluate_all(
        "all => all.map((one) => one.tagName === 'A'"
        " ? ['GET', one.getAttribute('href')]"
        " : [one.method.toUpperCase(), one.getAttribute('action')])"
    )
    return {(method, address) for method, address in found if OF_A_CASE.match(address)}


def finds_nothing(carla: Screen, words: Iterable[str], never: str) -> None:
    """No view of the work list has the case, no search, and nothing waits for approval."""
    for tab in TABS:
        expect(open_tab(carla, tab).filter(has_text=never)).to_have_count(0)
        carla.look_at_all_sizes(f"carla-{TABS.index(tab)}")
    for word in words:
        carla.page.locator("#site-search").fill(word)
        with carla.page.expect_navigation():
            carla.page.locator("#site-search").press("Enter")
        expect(carla.page.locator(".empty__title")).to_have_text("Ingen sager passer")
    carla.look_at_all_sizes("carla-search")


def is_told_nothing(carla: Screen, addresses: Iterable[tuple[str, str]]) -> None:
    """Each address by itself is as if it did not exist, to read and to write."""
    token = carla.page.locator("[name='csrfmiddlewaretoken']").first.input_value()
    for method, address in sorted(addresses):
        found = carla.page.request.fetch(
            f"{carla.site.url}{address}",
            method=method,
            form={"csrfmiddlewaretoken": token} if method == "POST" else None,
            max_redirects=0,
        )
        assert found.status == 404, f"{method} {address} answers {found.status}"
