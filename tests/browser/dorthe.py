"""What Dorthe does on her phone: apply, answer, read."""

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.filling import answer, attach, fill_in, press, question
from tests.browser.screen import Screen

CPR = "4103840002"
SERVICE = "Tabt arbejdsfortjeneste"
PAGES: Mapping[str, Mapping[str, str]] = {
    "Barnet": {
        "child_name": "Emil Friis",
        "child_birth_date": "14-02-2018",
        "lives": "home",
        "condition": "Emil har epilepsi. Han har anfald hver måned og kan ikke være alene hjemme.",
    },
    "Hjælpen": {
        "care_why": "Efter et anfald skal han hvile hjemme resten af dagen.",
        "parent_why": "Jeg kender hans anfald og kan give medicinen.",
        "hours": "20",
        "start": "01-12-2026",
    },
    "Dit arbejde og din løn": {
        "work": "employed",
        "employer": "Fælleskøbing Boghandel",
        "weekly_hours": "37",
        "income": "32.500",
        "pension": "2.600",
    },
    "Den anden forælder": {"other_holder": "true", "other_holder_informed": "true"},
}
FIRST_ANSWERS = {field: text for page in PAGES.values() for field, text in page.items()}


def begin_application(dorthe: Screen) -> None:
    """From the front page to the empty form, in which she writes herself who the child is."""
    dorthe.look_at_all_sizes("dorthe-no-cases")
    press(dorthe, "Søg om noget nyt")
    dorthe.look_at_all_sizes("dorthe-services")
    dorthe.page.locator("a.card-link", has_text=SERVICE).click()
    dorthe.look_at_all_sizes("dorthe-service")
    press(dorthe, "Begynd")
    dorthe.look_at_all_sizes("dorthe-whom")
    dorthe.page.locator("label", has_text="Barnet står ikke på listen").click()
    press(dorthe, "Fortsæt")
    dorthe.look_at_all_sizes("dorthe-form")


def see_what_is_missing(dorthe: Screen) -> None:
    """Going on too soon tells about each question, by its name."""
    press(dorthe, "Videre")
    summary = dorthe.page.locator(".error-summary")
    expect(summary).to_contain_text("Hvad hedder barnet?")
    dorthe.look_at_all_sizes("dorthe-form-errors")


def see_questions_come_and_go(dorthe: Screen, page: str) -> None:
    """The rules show, hide and bring questions while she answers; also from page to page."""
    if page == "Hjælpen":
        expect(question(dorthe, "care_why")).to_be_visible()
        expect(question(dorthe, "hospital_why")).to_be_hidden()
        press(dorthe, "Tilbage")
        answer(dorthe, "lives", "placed")
        press(dorthe, "Videre")
        expect(question(dorthe, "hospital_why")).to_be_visible()
        press(dorthe, "Tilbage")
        answer(dorthe, "lives", "home")
        press(dorthe, "Videre")
        expect(question(dorthe, "hospital_why")).to_be_hidden()
    if page == "Dit arbejde og din løn":
        expect(question(dorthe, "employer")).to_be_hidden()
        answer(dorthe, "work", "employed")
        expect(question(dorthe, "employer")).to_be_visible()


def on_page(screen: Screen, title: str) -> None:
    """The form stands on this page."""
    expect(screen.page.get_by_role("heading", level=1)).to_have_text(title)


def apply(dorthe: Screen, paper: Path) -> str:
    """Fill in page by page, attach, check, send; the uuid of the case."""
    for number, (title, answers) in enumerate(PAGES.items(), start=1):
        on_page(dorthe, title)
        see_questions_come_and_go(dorthe, title)
        fill_in(dorthe, answers)
        dorthe.look_at_all_sizes(f"dorthe-form-page-{number}")
        press(dorthe, "Videre")
    on_page(dorthe, "Papirer")
    attach(dorthe, "pay_slips", paper)
    expect(question(dorthe, "pay_slips")).to_contain_text(f"Behold {paper.name}")
    dorthe.look_at_all_sizes("dorthe-form-filled")
    press(dorthe, "Videre")
    expect(dorthe.page.locator("#main-content")).to_contain_text(
        "Efter et anfald skal han hvile hjemme"
    )
    expect(dorthe.page.locator("#main-content")).to_contain_text(paper.name)
    dorthe.look_at_all_sizes("dorthe-check")
    press(dorthe, "Send")
    expect(dorthe.page.get_by_role("heading", level=1)).to_have_text(
        "Tak. Vi har fået din ansøgning"
    )
    dorthe.look_at_all_sizes("dorthe-receipt")
    found = re.search(r"/mine-sager/([0-9a-f-]{36})/", dorthe.page.url)
    assert found is not None
    return found[1]


def receipt_text(dorthe: Screen) -> str:
    """What the receipt's PDF says, as it is downloaded from the page."""
    with dorthe.page.expect_download() as started:
        dorthe.page.get_by_role("link", name="Hent kvittering (PDF)").click()
    return text_of(started.value.path().read_bytes())


def answer_step(dorthe: Screen, uuid: str, label: str, answers: Mapping[str, str]) -> None:
    """Answer what the case waits for: from my cases to the receipt."""
    slug = label.split()[0].lower()
    dorthe.go("/mine-sager/")
    expect(dorthe.page.locator(".card-link", has_text=label)).to_be_visible()
    dorthe.look_at_all_sizes(f"dorthe-my-cases-{slug}")
    dorthe.page.locator(f"a[href='/mine-sager/{uuid}/']").click()
    dorthe.look_at_all_sizes(f"dorthe-case-{slug}")
    dorthe.page.locator(".can-do", has_text=label).get_by_role("link", name="Begynd").click()
    expect(dorthe.page.locator(".behind")).to_contain_text("Læs brevet først")
    fill_in(dorthe, answers)
    dorthe.look_at_all_sizes(f"dorthe-form-{slug}")
    press(dorthe, "Videre")
    dorthe.look_at_all_sizes(f"dorthe-check-{slug}")
    press(dorthe, "Send")
    expect(dorthe.page.get_by_role("heading", level=1)).to_have_text("Tak. Det er sendt")
    dorthe.look_at_all_sizes(f"dorthe-receipt-{slug}")


def open_letter(dorthe: Screen, title: str) -> bytes:
    """The letter's PDF, as the link on the case's page gives it."""
    link = dorthe.page.get_by_role("link", name=title).first
    found = dorthe.page.request.get(f"{dorthe.site.url}{link.get_attribute('href')}")
    assert found.ok
    return found.body()


def text_of(pdf: bytes) -> str:
    """All the words of a PDF, in one line."""
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
