import pytest
from playwright.sync_api import expect

from tests.browser.screen import Screen, Screens


def first_pages(screen: Screen) -> None:
    for name, path in (("front", "/"), ("log-in", "/log-ind/"), ("not-found", "/findes-ikke/")):
        screen.go(path)
        screen.look(name)


def test_the_first_pages_are_good_on_a_phone(screens: Screens) -> None:
    first_pages(screens.phone())


def test_the_first_pages_are_good_on_a_desktop(screens: Screens) -> None:
    first_pages(screens.desktop())


def test_the_first_pages_fit_at_four_times_the_size(screens: Screens) -> None:
    first_pages(screens.zoomed())


def test_one_can_log_in_and_out_without_javascript(screens: Screens) -> None:
    anna = screens.without_javascript("Anna Dam")
    expect(anna.page.locator(".site-user__who")).to_contain_text("Anna Dam")
    anna.page.get_by_role("button", name="Log ud").click()
    expect(anna.page.get_by_role("link", name="Log ind")).to_be_visible()


def test_the_keyboard_reaches_the_content_first(screens: Screens) -> None:
    visitor = screens.desktop()
    visitor.go("/")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator(".skipnav")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#main-content")).to_be_focused()


def test_the_menu_of_a_phone_opens_and_closes(screens: Screens) -> None:
    bo = screens.phone("Bo Lind")
    menu = bo.page.locator("#site-menu")
    expect(menu).to_be_hidden()
    bo.page.get_by_role("button", name="Menu").click()
    expect(menu).to_be_visible()
    bo.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


@pytest.mark.parametrize("who", ["Anna Dam", "Bo Lind", "Dorthe Friis"])
def test_each_person_lands_on_a_good_page(screens: Screens, who: str) -> None:
    for screen in (screens.phone(who), screens.desktop(who)):
        screen.look(f"first-page-{who.split()[0].lower()}")


def test_the_pages_speak_english_too(screens: Screens) -> None:
    visitor = screens.desktop()
    visitor.go("/log-ind/")
    visitor.page.get_by_role("button", name="English").click()
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Log in")
