"""The form that follows the answers: live, without JavaScript, and over a lost log-in."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.filling import attach, press
from tests.browser.screen import Screen, Screens

SERVICE = "/selvbetjening/tabt-arbejdsfortjeneste/"


def begun(esben: Screen) -> None:
    """An empty application, in which he writes himself who the child is."""
    esben.go(f"{SERVICE}soeg/")
    esben.page.get_by_label("Barnet står ikke på listen").check()
    esben.page.get_by_role("button", name="Fortsæt").click()
    esben.page.wait_for_load_state()


def test_a_visitor_reads_before_applying(screens: Screens) -> None:
    for screen in (screens.phone(), screens.desktop()):
        for name, path in (
            ("services", "/selvbetjening/"),
            ("service", SERVICE),
            ("guides", "/vejledning/"),
            ("guide", "/vejledning/saadan-klager-du/"),
        ):
            screen.go(path)
            screen.look(name)


def at_page(esben: Screen, page: str) -> None:
    """One of the form's pages, by the list of all of them."""
    esben.page.get_by_text("Se alle trin").click()
    esben.page.get_by_role("link", name=page).click()
    esben.page.wait_for_load_state()


def test_a_question_comes_without_disturbing_what_is_being_typed(screens: Screens) -> None:
    esben = screens.phone("Esben Friis")
    begun(esben)
    at_page(esben, "Dit arbejde og din løn")
    page = esben.page
    page.get_by_label("Jeg er ansat").check()
    page.get_by_label("Hvad tjener du om måneden").press_sequentially("31.500", delay=20)
    expect(page.get_by_label("Hvem er din arbejdsgiver?")).to_be_visible()
    expect(page.get_by_label("Hvad tjener du om måneden")).to_be_focused()
    expect(page.get_by_label("Hvad tjener du om måneden")).to_have_value("31.500")
    page.get_by_label("Hvem er din arbejdsgiver?").fill("Bageriet")
    page.get_by_label("Jeg er ledig").check()
    expect(page.get_by_label("Hvem er din arbejdsgiver?")).to_be_hidden()
    page.get_by_label("Jeg er ansat").check()
    expect(page.get_by_label("Hvem er din arbejdsgiver?")).to_have_value("Bageriet")
    esben.look("form")


def test_a_chosen_file_is_there_at_once_and_stays(screens: Screens, tmp_path: Path) -> None:
    esben = screens.phone("Esben Friis")
    begun(esben)
    at_page(esben, "Papirer")
    paper = tmp_path / "lønseddel.txt"
    paper.write_text("Løn: 31.500", "utf-8")
    attach(esben, "pay_slips", paper)
    expect(esben.page.get_by_label("Behold lønseddel.txt")).to_be_checked()
    press(esben, "Videre")
    expect(esben.page.get_by_role("heading", level=1)).to_have_text("Barnet")
    at_page(esben, "Papirer")
    expect(esben.page.get_by_label("Behold lønseddel.txt")).to_be_checked()
    esben.look("form-with-a-file")


def test_the_form_works_without_javascript(screens: Screens) -> None:
    esben = screens.without_javascript("Esben Friis")
    begun(esben)
    at_page(esben, "Dit arbejde og din løn")
    esben.page.get_by_label("Jeg er ansat").check()
    esben.page.get_by_role("button", name="Opdater felterne").click()
    expect(esben.page.get_by_label("Hvem er din arbejdsgiver?")).to_be_visible()
    expect(esben.page.get_by_label("Jeg er ansat")).to_be_checked()


def test_a_lost_log_in_loses_no_word(screens: Screens) -> None:
    esben = screens.phone("Esben Friis")
    begun(esben)
    page = esben.page
    page.get_by_label("Hvad hedder barnet?").fill("Emil Friis")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Videre").click()
    page.locator("button.cast__person", has_text="Esben Friis").click()
    expect(page.get_by_label("Hvad hedder barnet?")).to_have_value("Emil Friis")
    expect(page.get_by_text("er her stadig")).to_be_visible()
