"""Everything works without JavaScript: it only makes it nicer."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.dorthe import FIRST_ANSWERS, PAGES, on_page
from tests.browser.filling import press, question
from tests.browser.screen import Screen, Screens


def write(screen: Screen, *fields: str) -> None:
    """Answer the questions that stand on the page."""
    for field in fields:
        value = FIRST_ANSWERS[field]
        box = screen.page.locator(f"#felt-{field}")
        if box.get_attribute("type") == "radio":
            screen.page.locator(f"[name='{field}'][value='{value}']").check(force=True)
        else:
            box.fill(value)


def test_esben_applies(screens: Screens, tmp_path: Path) -> None:
    paper = tmp_path / "lønseddel.txt"
    paper.write_text("Løn i november", encoding="utf-8")
    esben = screens.without_javascript("Esben Friis")
    esben.go("/selvbetjening/tabt-arbejdsfortjeneste/")
    press(esben, "Begynd")
    esben.page.locator("label", has_text="Barnet står ikke på listen").click()
    press(esben, "Fortsæt")
    for title, answers in PAGES.items():
        on_page(esben, title)
        there = [field for field in answers if question(esben, field).count()]
        write(esben, *there)
        if len(there) < len(answers):
            press(esben, "Opdater felterne")
            write(esben, *(field for field in answers if field not in there))
        press(esben, "Videre")
    on_page(esben, "Papirer")
    esben.page.locator("#felt-pay_slips").set_input_files(paper)
    press(esben, "Opdater felterne")
    expect(question(esben, "pay_slips")).to_contain_text(f"Behold {paper.name}")
    press(esben, "Videre")
    expect(esben.page.locator("#main-content")).to_contain_text("Fælleskøbing Boghandel")
    press(esben, "Send")
    expect(esben.page.get_by_role("heading", level=1)).to_have_text(
        "Tak. Vi har fået din ansøgning"
    )
    press(esben, "Følg sagen")
    expect(esben.page.locator(".deadline-list")).to_contain_text("Kommunen skal svare senest")


def test_questions_that_were_not_there_are_asked_before_anything_is_sent(screens: Screens) -> None:
    esben = screens.without_javascript("Esben Friis")
    esben.go("/selvbetjening/tabt-arbejdsfortjeneste/soeg/")
    esben.page.locator("label", has_text="Barnet står ikke på listen").click()
    press(esben, "Fortsæt")
    esben.page.get_by_text("Se alle trin").click()
    press(esben, "Dit arbejde og din løn")
    expect(question(esben, "employer")).to_have_count(0)
    write(esben, "work", "income")
    press(esben, "Videre")
    expect(esben.page.locator(".error-summary")).to_contain_text("Dine svar giver flere spørgsmål")
    expect(question(esben, "employer")).to_be_visible()
    expect(esben.page.locator("#felt-income")).to_have_value(FIRST_ANSWERS["income"])


def test_bo_approves(screens: Screens) -> None:
    bo = screens.without_javascript("Bo Lind")
    bo.go("/til-godkendelse/")
    bo.page.locator(".approval-card", has_text="Signe Bruun").get_by_role("link").first.click()
    expect(bo.page.locator(".approval__summary dl > div").first).to_contain_text("Bevilget")
    press(bo, "Send udkastet tilbage")
    expect(bo.page.locator(".error-summary")).to_contain_text("Kommentar")
    press(bo, "Godkend")
    expect(bo.page.locator(".approval__done")).to_contain_text("Godkendt")
    bo.go("/til-godkendelse/besvaret/")
    expect(bo.page.locator(".approval-card", has_text="Signe Bruun")).to_contain_text("Godkendt")


def test_anna_sees_the_next_questions_by_a_button(screens: Screens) -> None:
    anna = screens.without_javascript("Anna Dam")
    anna.go("/sager/ny/")
    anna.page.locator("label", has_text="Tabt arbejdsfortjeneste").click()
    anna.page.locator("#felt-cpr").fill("400279-0009")
    press(anna, "Åbn sagen")
    anna.page.locator(".step-cards").get_by_role("link", name="Søg om tabt").click()
    write(anna, "work", "income")
    press(anna, "Opdater felterne")
    expect(question(anna, "employer")).to_be_visible()
    expect(anna.page.locator("#felt-income")).to_have_value(FIRST_ANSWERS["income"])
