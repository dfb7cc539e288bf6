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
FIRST_ANSWERS = {
    "child_name": "Emil Friis",
    "child_birth_date": "14-02-2018",
    "lives": "home",
    "condition": "Emil har epilepsi. Han har anfald hver måned og kan ikke være alene hjemme.",
    "care_why": "Efter et anfald skal han hvile hjemme resten af dagen.",
    "parent_why": "Jeg kender hans anfald og kan give medicinen.",
    "hours": "20",
    "start": "01-12-2026",
    "work": "employed",
    "employer": "Fælleskøbing Boghandel",
    "weekly_hours": "37",
    "income": "32.500",
    "pension": "2.600",
    "other_holder": "true",
    "other_holder_informed": "true",
}


def begin_application(dorthe: Screen) -> None:
    """From the front page to the empty form, in which she writes herself who the child is."""
    dorthe.look_at_all_sizes("dorthe-no-cases")
    press(dorthe, "Se, hvad du kan søge om")
    dorthe.look_at_all_sizes("dorthe-services")
    dorthe.page.locator("a.card-link", has_text=SERVICE).click()
    dorthe.look_at_all_sizes("dorthe-service")
    press(dorthe, "Begynd")
    dorthe.look_at_all_sizes("dorthe-whom")
    dorthe.page.locator("label", has_text="Barnet står ikke på listen").click()
    press(dorthe, "Fortsæt")
    dorthe.look_at_all_sizes("dorthe-form")


def see_questions_come_and_go(dorthe: Screen) -> None:
    """The rules show, hide and bring questions while she answers."""
    answer(dorthe, "lives", "placed")
    expect(question(dorthe, "hospital_why")).to_be_visible()
    expect(question(dorthe, "care_why")).to_be_hidden()
    answer(dorthe, "lives", "home")
    expect(question(dorthe, "care_why")).to_be_visible()
    expect(question(dorthe, "hospital_why")).to_be_hidden()
    expect(question(dorthe, "employer")).to_be_hidden()
    answer(dorthe, "work", "employed")
    expect(question(dorthe, "employer")).to_be_visible()


def see_what_is_missing(dorthe: Screen) -> None:
    """Going on too soon tells about each question, by its name."""
    press(dorthe, "Videre")
    summary = dorthe.page.locator(".error-summary")
    expect(summary).to_contain_text("Hvad hedder barnet?")
    dorthe.look_at_all_sizes("dorthe-form-errors")


def apply(dorthe: Screen, paper: Path) -> str:
    """Fill in, attach, check, send; the uuid of the case."""
    fill_in(dorthe, FIRST_ANSWERS)
    attach(dorthe, "pay_slips", paper)
    expect(question(dorthe, "pay_slips")).to_contain_text(f"Behold {paper.name}")
    dorthe.look_at_all_sizes("dorthe-form-filled")
    press(dorthe, "Videre")
    expect(dorthe.page.locator(".check")).to_contain_text("Efter et anfald skal han hvile hjemme")
    expect(dorthe.page.locator(".check")).to_contain_text(paper.name)
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
