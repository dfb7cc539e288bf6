"""One case from application to decision, by everyone who has a part in it (issue 2, section 7)."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfWriter

from tests.browser import anna as at_the_desk
from tests.browser import bo as between_meetings
from tests.browser import carla as elsewhere
from tests.browser import dorthe as at_home
from tests.browser.letters import complaint_day, in_words, sent_to, shortcomings
from tests.browser.screen import Screen, Screens
from tests.browser.site import Site

DECISION = "Afgørelse: Tabt arbejdsfortjeneste"
REASONS = "Skolen kan tage imod ham fire timer på de dage, hvor han ikke har haft anfald."
ASSESSMENT = {
    "informed": "yes",
    "target_group": "yes",
    "necessary": "partly",
    "suitable": "yes",
    "hours": "12",
    "why": "Lægens erklæring viser elleve anfald på seks måneder.",
    "child_views": "Emil vil helst være hjemme efter et anfald.",
    "other_help": "Familien har fået vejledning om aflastning.",
}
HEARING_QUESTIONS = {
    "unknown": "true",
    "adverse": "true",
    "material": "true",
    "facts": "Skolen oplyser, at Emil kan være der fire timer om dagen.",
    "course": "hear",
}
HEARING = {
    "facts": "Skolen har oplyst, at Emil kan være i skole fire timer om dagen.",
    "time_limit": "14 dage",
}
DRAFT = {
    "outcome": "partly",
    "hours": "12",
    "amount": "10.540",
    "period_from": "01-12-2026",
    "rules": "Barnets lov § 87, stk. 1 og 3.",
    "considerations": f"Emil kan ikke være alene efter et anfald. {REASONS}",
    "facts": "Lægens erklæring, skolens oplysning og det, du selv har skrevet.",
    "statement_weighed": "Vi har lagt dit svar til grund for dagene efter et anfald.",
}


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A pay slip as a PDF."""
    path = tmp_path / "lønseddel.pdf"
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(path)
    return path


def test_a_real_case_runs_from_application_to_decision(
    screens: Screens, site: Site, paper: Path
) -> None:
    dorthe, anna = screens.phone("Dorthe Friis"), screens.desktop("Anna Dam")
    uuid = dorthe_applies(dorthe, paper)
    anna_finds_it_and_asks(anna, uuid)
    answer = {"answer": "Lægen skriver, at Emil har haft elleve anfald siden maj."}
    at_home.answer_step(dorthe, uuid, "Send de oplysninger, vi mangler", answer)
    anna_hears_the_party(anna, uuid)
    statement = {"statement": "Efter et anfald sover han hele formiddagen."}
    at_home.answer_step(dorthe, uuid, "Svar på høringen", statement)
    at_the_desk.do_step(anna, uuid, "draft_decision", "Skriv udkast til afgørelse", DRAFT)
    bo = screens.phone("Bo Lind")
    bo_approves(bo)
    at_the_desk.do_step(anna, uuid, "send_decision", "Send afgørelsen", {})
    at_the_desk.wait_until_sent(anna, uuid)
    the_letter_lies_in_the_outbox(site)
    dorthe_reads_the_decision(dorthe, uuid, site)
    carla_sees_nothing(screens, [dorthe, anna, bo], uuid)
    dorthe_sees_who_has_looked(dorthe, uuid)
    assert json.loads(site.faelled("audit", "verify", "--json"))["whole"] is True


def dorthe_applies(dorthe: Screen, paper: Path) -> str:
    at_home.begin_application(dorthe)
    at_home.see_what_is_missing(dorthe)
    uuid = at_home.apply(dorthe, paper)
    assert "Emil Friis" in at_home.receipt_text(dorthe)
    dorthe.page.get_by_role("link", name="Følg sagen").click()
    expect(dorthe.page.locator(".deadline-list")).to_contain_text("Kommunen skal svare senest")
    dorthe.look_at_all_sizes("dorthe-case-new")
    return uuid


def anna_finds_it_and_asks(anna: Screen, uuid: str) -> None:
    at_the_desk.find_and_take(anna, "Dorthe Friis")
    laws = ("retssikkerhedsloven § 10", "forvaltningsloven § 19, stk. 1")
    at_the_desk.see_why_not_yet(anna, uuid, "Skriv udkast til afgørelse", laws)
    at_the_desk.look_around(anna, uuid)
    asked = {
        "what": "Send en erklæring fra Emils læge, så vi kan se, hvor ofte han har anfald.",
        "time_limit": "14 dage",
    }
    at_the_desk.do_step(anna, uuid, "request_information", "Bed borgeren om oplysninger", asked)


def anna_hears_the_party(anna: Screen, uuid: str) -> None:
    at_the_desk.do_step(anna, uuid, "inform", "Giv besked om rettigheder og pligter", {})
    at_the_desk.do_step(anna, uuid, "assess", "Vurdér, om betingelserne er opfyldt", ASSESSMENT)
    asked = HEARING_QUESTIONS
    at_the_desk.do_step(anna, uuid, "check_hearing", "Tag stilling til partshøring", asked)
    at_the_desk.do_step(anna, uuid, "hear_party", "Hør parten", HEARING)


def bo_approves(bo: Screen) -> None:
    between_meetings.find_approval(bo, "Dorthe Friis")
    lines = between_meetings.read_summary(bo)
    assert len(lines) == 3
    assert lines["Afgørelse"].startswith("Delvist bevilget")
    assert "inden 4 uger" in lines["Borgerens næste skridt"]
    assert REASONS in between_meetings.read_letter(bo)
    between_meetings.approve(bo)


def the_letter_lies_in_the_outbox(site: Site) -> None:
    sent = sent_to(site, at_home.CPR, DECISION)
    assert shortcomings(sent.pdf) == []
    words = at_home.text_of(sent.pdf)
    for said in (
        REASONS,
        DRAFT["rules"],
        DRAFT["statement_weighed"],
        "Du kan klage til Ankestyrelsen",
    ):
        assert said in words


def dorthe_reads_the_decision(dorthe: Screen, uuid: str, site: Site) -> None:
    sent = sent_to(site, at_home.CPR, DECISION)
    until = in_words(complaint_day(sent.day))
    dorthe.go("/mine-sager/")
    expect(dorthe.page.locator(".case-cards")).to_contain_text(until)
    dorthe.look_at_all_sizes("dorthe-my-cases-decided")
    dorthe.go(f"/mine-sager/{uuid}/")
    expect(dorthe.page.locator(".deadline-list")).to_contain_text(
        f"Du kan klage til og med {until}"
    )
    expect(dorthe.page.locator(".decided")).to_contain_text(until)
    dorthe.look_at_all_sizes("dorthe-decision")
    assert at_home.open_letter(dorthe, "Læs afgørelsen (PDF)") == sent.pdf
    words = at_home.text_of(sent.pdf).replace(" ", "")
    assert f"{site.url}/mine-sager/{uuid}/" in words  # the way back, to complain


def carla_sees_nothing(screens: Screens, others: list[Screen], uuid: str) -> None:
    known = {("GET", f"/sager/{uuid}/trin/assess/"), ("GET", f"/til-godkendelse/{uuid}/approve/")}
    for screen in others:
        known |= elsewhere.addresses_on(screen)
    carla = screens.desktop("Carla Holm")
    words = ("Dorthe Friis", "Friis", at_home.CPR, "410384-0002")
    elsewhere.finds_nothing(carla, words, "Dorthe")
    elsewhere.is_told_nothing(carla, known)
    carla.go("/til-godkendelse/")
    carla.look_at_all_sizes("carla-approvals")


def dorthe_sees_who_has_looked(dorthe: Screen, uuid: str) -> None:
    dorthe.go(f"/mine-sager/{uuid}/opslag/")
    dorthe.look_at_all_sizes("dorthe-who-has-looked")
    said = dorthe.page.locator("main").inner_text()
    for unit in ("Børnehandicap", "Børn og Familie"):
        assert unit in said
    for name in ("Anna", "Bo Lind", "Carla", "Teknik og Miljø"):
        assert name not in said
