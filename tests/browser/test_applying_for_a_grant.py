"""A form with pages, rows to add and a way out: begun on the phone, gone on with elsewhere."""

from playwright.sync_api import Locator, expect

from tests.browser.dorthe import on_page
from tests.browser.filling import answer, fill_in, press, settle
from tests.browser.screen import Screen, Screens

SERVICE = "/selvbetjening/tilskud/"
EXIT = "I søger om mere, end det koster"


def begin(esben: Screen) -> None:
    """The empty form, for himself."""
    esben.go(f"{SERVICE}soeg/")
    esben.page.locator("label", has_text="Esben Friis").click()
    press(esben, "Fortsæt")
    on_page(esben, "Foreningen")


def rows(esben: Screen) -> Locator:
    return esben.page.locator("#felt-expenses .rows__row")


def write_row(esben: Screen, key: int, what: str, cost: str) -> None:
    fill_in(esben, {f"expenses-{key}-what": what, f"expenses-{key}-cost": cost})


def to_the_money(esben: Screen) -> None:
    """The two first pages."""
    fill_in(esben, {"association": "Bådelauget", "here": "true"})
    esben.look_at_all_sizes("grant-who")
    press(esben, "Videre")
    on_page(esben, "Projektet")
    answer(esben, "project", "Vi sætter en jolle i stand sammen med byens børn.")
    esben.look_at_all_sizes("grant-project")
    press(esben, "Videre")
    on_page(esben, "Pengene")


def add_row(esben: Screen) -> None:
    there = rows(esben).count()
    esben.page.locator("button[name='add']").click()
    expect(rows(esben)).to_have_count(there + 1)
    settle(esben)


def test_begun_on_the_phone_and_sent_from_another_device(screens: Screens) -> None:
    esben = screens.phone("Esben Friis")
    begin(esben)
    to_the_money(esben)
    expect(esben.page.locator("#row-total")).not_to_be_visible()
    while rows(esben).count() < 3:
        add_row(esben)
    write_row(esben, 0, "Træ", "12.000")
    write_row(esben, 1, "Kaffe", "300")
    write_row(esben, 2, "Maling", "3.000")
    expect(esben.page.locator("#row-total")).to_contain_text("15.300")
    rows(esben).nth(1).get_by_role("button", name="Fjern").click()
    expect(rows(esben)).to_have_count(2)
    settle(esben)
    expect(esben.page.locator("#row-total")).to_contain_text("15.000")
    answer(esben, "amount", "20.000")
    expect(esben.page.locator("#exits")).to_contain_text(EXIT)
    expect(esben.page.locator("#exits")).to_contain_text("Du kan søge alligevel")
    esben.look_at_all_sizes("grant-money")

    at_work = screens.desktop("Esben Friis")
    at_work.go("/mine-sager/")
    at_work.page.locator("a[href*='/selvbetjening/kladde/']", has_text="Tilskud").last.click()
    on_page(at_work, "Foreningen")  # nothing is missing, so it opens where it begins
    for page in ("Projektet", "Pengene"):
        press(at_work, "Videre")
        on_page(at_work, page)
    expect(rows(at_work)).to_have_count(2)
    expect(at_work.page.locator("#felt-expenses-2-what")).to_have_value("Maling")
    expect(at_work.page.locator("#exits")).to_contain_text(EXIT)
    press(at_work, "Videre")
    check = at_work.page.locator("#main-content")
    expect(check).to_contain_text("15.000,00 kr.")
    expect(check).not_to_contain_text("Kaffe")
    at_work.look_at_all_sizes("grant-check")
    press(at_work, "Send")
    on_page(at_work, "Tak. Vi har fået din ansøgning")
    at_work.look_at_all_sizes("grant-receipt")


def write(esben: Screen, name: str, text: str) -> None:
    esben.page.locator(f"[name='{name}']").fill(text)


def test_all_of_it_without_javascript(screens: Screens) -> None:
    esben = screens.without_javascript("Esben Friis")
    begin(esben)
    write(esben, "association", "Bådelauget")
    esben.page.locator("[name='here'][value='true']").check(force=True)
    press(esben, "Videre")
    write(esben, "project", "Vi sætter en jolle i stand.")
    press(esben, "Videre")
    on_page(esben, "Pengene")
    while rows(esben).count() < 2:
        esben.page.locator("button[name='add']").click()
    for key, what, cost in ((0, "Træ", "12.000"), (1, "Kaffe", "300")):
        write(esben, f"expenses.{key}.what", what)
        write(esben, f"expenses.{key}.cost", cost)
    rows(esben).nth(1).get_by_role("button", name="Fjern").click()
    expect(rows(esben)).to_have_count(1)
    write(esben, "amount", "20.000")
    press(esben, "Videre")
    expect(esben.page.locator("#exits")).to_contain_text(EXIT)
    press(esben, "Videre")
    expect(esben.page.locator("#main-content")).to_contain_text("12.000,00 kr.")
    expect(esben.page.locator("#main-content")).not_to_contain_text("Kaffe")
    press(esben, "Send")
    on_page(esben, "Tak. Vi har fået din ansøgning")
