"""The server decides which questions there are, while a person goes on typing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.filling import press, question, settle
from tests.browser.screen import Screen, Screens


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "lønseddel.txt"
    path.write_text("Løn i november", encoding="utf-8")
    return path


def held_back(screen: Screen, pattern: str) -> Callable[[], None]:
    """The next request to ``pattern`` waits until the function given back is called."""
    waiting: list[Route] = []
    screen.page.route(pattern, lambda route: waiting.append(route), times=1)

    def let_go() -> None:
        screen.page.wait_for_function("() => document.querySelector('.htmx-request')")
        waiting.pop().continue_()

    return let_go


def types_while_the_server_thinks(screen: Screen, pattern: str) -> None:
    """Choose, and have typed elsewhere before the answer comes."""
    let_go = held_back(screen, pattern)
    screen.page.locator("label[for='felt-work']").click()
    screen.page.locator("#felt-income").press_sequentially("31.4")
    let_go()
    expect(question(screen, "employer")).to_be_visible()
    screen.page.locator("#felt-income").press_sequentially("00")
    settle(screen)
    expect(screen.page.locator("#felt-income")).to_have_value("31.400")


def test_esben_goes_on_typing_on_his_phone(screens: Screens) -> None:
    esben = screens.phone("Esben Friis")
    esben.go("/selvbetjening/tabt-arbejdsfortjeneste/soeg/")
    esben.page.locator("label", has_text="Barnet står ikke på listen").click()
    press(esben, "Fortsæt")
    esben.page.get_by_text("Se alle trin").click()
    press(esben, "Dit arbejde og din løn")
    types_while_the_server_thinks(esben, "**/selvbetjening/kladde/**")


def test_anna_goes_on_typing_when_she_writes_in_a_paper_application(
    screens: Screens, paper: Path
) -> None:
    anna = screens.desktop("Anna Dam")
    open_paper_case(anna, "460990-0005")
    anna.page.locator(".step-cards").get_by_role("link", name="Søg om tabt").click()
    anna.page.locator("#felt-papers").set_input_files(paper)
    settle(anna)
    types_while_the_server_thinks(anna, "**/felter/")
    chosen = anna.page.locator("#felt-papers").evaluate("box => box.files[0]?.name")
    assert chosen == paper.name


def open_paper_case(anna: Screen, cpr: str) -> None:
    """A case for an application that came by post."""
    anna.go("/sager/ny/")
    anna.page.get_by_label("Tabt arbejdsfortjeneste").check(force=True)
    anna.page.locator("#felt-cpr").fill(cpr)
    press(anna, "Åbn sagen")
