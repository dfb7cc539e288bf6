"""Leadership 14 and A.3: Bo puts the site on his phone and reads his list where there is no
connection; the copy deletes itself.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.screen import Screen, Screens

LIST = "/til-godkendelse/"
# Bo's list has a matter of another system on it, whose line is cut out of the copy.
KEPT = "/moeder/"
ORDER = """(order) => navigator.serviceWorker.ready.then((ready) => new Promise((resolve) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = (event) => resolve(event.data);
  ready.active.postMessage(order, [channel.port2]);
}))"""
READY = "() => navigator.serviceWorker.ready.then((ready) => ready.active.state)"
EIGHT_HOURS = 8 * 3600 * 1000

Bo = Callable[[], Screen]


@pytest.fixture
def bo(screens: Screens) -> Screen:
    """Bo on his phone, with reading without a connection switched on, his meetings opened."""
    screen = screens.phone("Bo Lind")
    screen.go("/denne-enhed/")
    screen.page.evaluate(READY)
    screen.page.get_by_role("button", name="Slå til på denne enhed").click()
    screen.page.get_by_role("heading", name="Slået til på denne enhed").wait_for()
    screen.go(KEPT)
    wait_for_copies(screen, 1)
    return screen


def context(screen: Screen) -> BrowserContext:
    return screen.page.context


def copies(screen: Screen) -> int:
    answer: dict[str, Any] = screen.page.evaluate(ORDER, {"order": "state"})
    return int(answer["pages"])


def wait_for_copies(screen: Screen, number: int) -> None:
    for _turn in range(50):
        if copies(screen) == number:
            return
        screen.page.wait_for_timeout(100)
    raise AssertionError(f"{copies(screen)} copies, not {number}")


def heading(screen: Screen) -> str:
    return screen.page.locator("h1").inner_text()


def test_what_a_phone_asks_of_an_app_is_there(screens: Screens) -> None:
    screen = screens.phone("Bo Lind")
    screen.go(LIST)
    href = screen.page.locator("link[rel=manifest]").get_attribute("href")
    manifest = screen.page.evaluate("(url) => fetch(url).then((r) => r.json())", href)
    assert manifest["display"] == "standalone"
    assert manifest["start_url"] == LIST
    for icon in manifest["icons"]:
        size = screen.page.evaluate(
            """(src) => new Promise((resolve) => { const image = new Image();
            image.onload = () => resolve(`${image.naturalWidth}`);
            image.onerror = () => resolve(""); image.src = src; })""",
            icon["src"],
        )
        assert size, icon
    screen.page.evaluate(READY)
    assert screen.complaints == []


def test_nothing_is_kept_until_it_is_switched_on(screens: Screens) -> None:
    screen = screens.phone("Bo Lind")
    screen.go(LIST)
    screen.page.evaluate(READY)
    screen.go(LIST)
    assert copies(screen) == 0
    screen.go("/denne-enhed/")
    screen.page.get_by_role("heading", name="Slået fra på denne enhed").wait_for()
    screen.look_at_all_sizes("leader-device")


def test_the_list_is_read_without_a_connection_and_nothing_can_be_answered(bo: Screen) -> None:
    context(bo).set_offline(True)
    bo.go(KEPT)
    assert heading(bo) == "Møder"
    bar = bo.page.locator(".offline-copy")
    assert "Det er en kopi fra" in bar.inner_text()
    assert bo.page.locator("main button:not([disabled])").count() == 0
    bo.look("leader-offline")
    bo.go("/til-godkendelse/kopier/")
    assert heading(bo) == "Ingen forbindelse"
    bo.look("leader-no-copy")
    context(bo).set_offline(False)


def test_what_was_never_opened_or_is_not_a_leaders_is_not_there(bo: Screen) -> None:
    bo.go("/sager/")
    bo.go("/chats/")
    assert copies(bo) == 1
    context(bo).set_offline(True)
    bo.go("/sager/")
    assert heading(bo) == "Ingen forbindelse"
    context(bo).set_offline(False)


def test_of_his_list_all_but_the_other_system_s_matters_is_kept(bo: Screen) -> None:
    bo.go(LIST)
    foreign = bo.page.get_by_role("link", name="Havnebadet").count()
    ours = bo.page.locator("main article").count() - foreign
    assert foreign and ours
    wait_for_copies(bo, 2)
    context(bo).set_offline(True)
    bo.go(LIST)
    assert heading(bo) == "Til godkendelse"
    assert bo.page.locator("main article").count() == ours
    assert "Havnebadet" not in bo.page.content()
    assert bo.page.get_by_text("Ikke gemt på enheden").count() == foreign
    bo.look("leader-offline-list")
    context(bo).set_offline(False)


def test_it_is_gone_when_he_logs_out(bo: Screen) -> None:
    with bo.page.expect_navigation(url=f"{bo.site.url}/"):
        bo.page.locator("form[action='/log-ud/'] button").first.evaluate("(b) => b.form.submit()")
    left = bo.page.evaluate("() => caches.keys()")
    assert "faelled-pages" not in left


def test_it_is_gone_when_he_is_asked_to_log_in(bo: Screen) -> None:
    context(bo).clear_cookies()
    bo.go(KEPT)
    assert "/log-ind/" in bo.page.url
    assert "faelled-pages" not in bo.page.evaluate("() => caches.keys()")


def test_it_is_gone_when_it_is_too_old(bo: Screen) -> None:
    order = {"order": "clock", "shift": EIGHT_HOURS - 60_000}
    bo.page.evaluate(ORDER, order)
    assert copies(bo) == 1
    bo.page.evaluate(ORDER, {"order": "clock", "shift": EIGHT_HOURS})
    assert copies(bo) == 0
    context(bo).set_offline(True)
    bo.go(KEPT)
    assert heading(bo) == "Ingen forbindelse"
    context(bo).set_offline(False)


def test_it_is_gone_when_he_switches_it_off(bo: Screen) -> None:
    bo.go("/denne-enhed/")
    bo.page.get_by_role("button", name="Slå fra, og slet kopierne").click()
    bo.page.get_by_role("heading", name="Slået fra på denne enhed").wait_for()
    assert copies(bo) == 0
    bo.go(KEPT)
    assert copies(bo) == 0


def test_another_who_logs_in_on_the_phone_gets_none_of_it(bo: Screen) -> None:
    context(bo).clear_cookies()
    bo.log_in("Anna Dam")
    bo.go("/moeder/")
    assert copies(bo) == 0


def test_a_citizen_keeps_nothing(screens: Screens) -> None:
    screen = screens.phone("Dorthe Friis")
    screen.go("/selvbetjening/")
    found = screen.page.evaluate(
        "() => Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()])"
    )
    assert found == [[], []]
