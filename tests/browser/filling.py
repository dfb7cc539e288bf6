"""Filling in a form as a person does: type, choose, and see the page come to rest."""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Locator

from tests.browser.screen import Screen

# htmx marks what waits for an answer; a queued request starts before the mark goes.
AT_REST = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"


def answer(screen: Screen, field: str, value: str) -> None:
    """``answer(dorthe, "lives", "home")``, ``answer(dorthe, "start", "01-12-2026")``."""
    box = screen.page.locator(f"#felt-{field}")
    match box.evaluate("box => box.type"):
        case "radio" | "checkbox":
            choice = screen.page.locator(f"input[name='{field}'][value='{value}']")
            screen.page.locator(f"label[for='{choice.get_attribute('id')}']").click()
        case "select-one":
            box.select_option(value)
        case _:
            box.fill(value)
            box.blur()
    settle(screen)


def fill_in(screen: Screen, answers: Mapping[str, str]) -> None:
    """Answer in the order given: an answer may bring the next question."""
    for field, value in answers.items():
        answer(screen, field, value)


def attach(screen: Screen, field: str, path: Path) -> None:
    """Choose a file for a question."""
    screen.page.locator(f"#felt-{field}").set_input_files(path)
    settle(screen)


def settle(screen: Screen) -> None:
    """Wait until the page has got what it asked for."""
    screen.page.wait_for_function(AT_REST)


def question(screen: Screen, field: str) -> Locator:
    """Where a question stands, for ``expect(...).to_be_visible()``."""
    return screen.page.locator(f"#felt-{field}-group")


def press(screen: Screen, name: str) -> None:
    """Press a button or follow a link by its words, and wait for the page after it."""
    page = screen.page
    found = page.get_by_role("button", name=name, exact=True)
    found = found.or_(page.get_by_role("link", name=name, exact=True))
    with page.expect_navigation():
        found.first.click()
