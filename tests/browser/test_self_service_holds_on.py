"""A form goes on at another device, a log-in is prolonged, a guest gets through, a parent signs."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.dorthe import FIRST_ANSWERS
from tests.browser.filling import answer, attach, press, question
from tests.browser.screen import Screen, Screens

MOST_PAGES = 8
SCHOOL = {"school": "Skovskolen", "from": "01-09-2027", "why": "Emil er ked af det"}
ASKED = {
    "what": "Sagen om cykelstien på Engvej",
    "theme": "Cykelstien",
    "party": "false",
    "form": "paper",
}
SOON = """
from datetime import timedelta
from django.utils import timezone
from faelled.base.connect.models import LogIn
rows = LogIn.objects.filter(session_key="{key}")
print(rows.update(expire_date=timezone.now() + timedelta(minutes=3)))
"""


def fill_to_the_papers(dorthe: Screen) -> None:
    """Page by page, as far as where one attaches papers."""
    for _page in range(MOST_PAGES):
        for field, value in FIRST_ANSWERS.items():
            if question(dorthe, field).is_visible():
                answer(dorthe, field, value)
        if question(dorthe, "pay_slips").is_visible():
            return
        press(dorthe, "Videre")
    raise AssertionError("The page with the papers did not come.")


def apply_for_a_child_not_listed(dorthe: Screen) -> None:
    dorthe.go("/selvbetjening/tabt-arbejdsfortjeneste/soeg/")
    dorthe.page.locator("label", has_text="Barnet står ikke på listen").click()
    press(dorthe, "Fortsæt")


def test_a_draft_begun_on_the_phone_is_sent_from_the_desk(screens: Screens, tmp_path: Path) -> None:
    phone = screens.phone("Dorthe Friis")
    apply_for_a_child_not_listed(phone)
    draft = phone.page.url
    fill_to_the_papers(phone)
    paper = tmp_path / "lønseddel.txt"
    paper.write_text("Løn: 31.500", "utf-8")
    attach(phone, "pay_slips", paper)
    phone.look("draft-on-the-phone")
    desk = screens.desktop("Dorthe Friis")
    desk.page.goto(draft)
    expect(desk.page.locator("#felt-child_name")).to_have_value("Emil Friis")
    fill_to_the_papers(desk)
    expect(desk.page.get_by_label("Behold lønseddel.txt")).to_be_checked()
    desk.look("draft-at-the-desk")
    press(desk, "Videre")
    expect(desk.page.locator("main")).to_contain_text("Jeg kender hans anfald")
    expect(desk.page.locator("main")).to_contain_text("lønseddel.txt")
    desk.look("draft-checked-at-the-desk")


def test_the_end_of_the_log_in_is_told_and_one_press_puts_it_off(screens: Screens) -> None:
    dorthe = screens.phone("Dorthe Friis")
    apply_for_a_child_not_listed(dorthe)
    answer(dorthe, "child_name", "Emil Friis")
    cookies = {one["name"]: one["value"] for one in dorthe.page.context.cookies()}
    changed = dorthe.site.faelled("shell", "-c", SOON.format(key=cookies["sessionid"]))
    assert changed.split()[-1] == "1"
    dorthe.page.reload()
    warning = dorthe.page.locator(".session-end--shown")
    expect(warning).to_contain_text("Du bliver snart logget ud")
    dorthe.look("log-in-ends-soon")
    warning.get_by_role("button", name="Bliv logget ind").click()
    expect(dorthe.page.locator("[data-session-text]")).to_have_text(
        "Du er stadig logget ind. Skriv roligt videre."
    )
    expect(warning).to_have_count(0)
    expect(dorthe.page.locator("#felt-child_name")).to_have_value("Emil Friis")
    dorthe.page.reload()
    expect(warning).to_have_count(0)


def test_a_guest_asks_for_access_and_follows_the_case(screens: Screens) -> None:
    guest = screens.phone()
    guest.go("/selvbetjening/aktindsigt/uden-log-in/")
    guest.look("guest-begins")
    guest.page.get_by_label("Dit navn").fill("Gæst Gæstesen")
    guest.page.get_by_label("Din adresse").fill("Vejen 1\n9999 Fælleskøbing")
    guest.page.wait_for_timeout(3_500)  # faster than this is a robot
    press(guest, "Fortsæt")
    guest.look("guest-link")
    link = guest.page.locator(".secret a").get_attribute("href")
    assert link is not None
    press(guest, "Jeg har gemt det. Fortsæt")
    answer(guest, "what", ASKED["what"])
    other = screens.desktop()
    other.page.goto(link)
    expect(other.page.locator("#felt-what")).to_have_value(ASKED["what"])
    assert link.rstrip("/").rpartition("/")[2] not in other.page.url
    for field, value in ASKED.items():
        answer(other, field, value)
    other.look("guest-form")
    press(other, "Videre")
    other.look("guest-check")
    press(other, "Send")
    expect(other.page.get_by_role("heading", level=1)).to_have_text("Tak. Vi har fået det")
    other.look("guest-sent")
    number, code = other.page.locator(".confirmation__reference strong").all_text_contents()
    press(other, "Følg sagen")
    other.page.get_by_label("Sagsnummer").fill(number)
    other.page.get_by_label("Kode").fill(code)
    press(other, "Vis sagen")
    expect(other.page.locator("main")).to_contain_text(number)
    other.look("guest-follows")


def test_the_other_parent_reads_and_signs(screens: Screens) -> None:
    dorthe = screens.phone("Dorthe Friis")
    dorthe.go("/selvbetjening/skoleskift/soeg/")
    dorthe.page.locator("label", has_text="Emil").click()
    press(dorthe, "Fortsæt")
    for field, value in (SCHOOL | {"shelter": "false"}).items():
        answer(dorthe, field, value)
    press(dorthe, "Videre")
    dorthe.look("school-check")
    press(dorthe, "Send")
    found = re.search(r"/mine-sager/([0-9a-f-]{36})/", dorthe.page.url)
    assert found is not None
    esben = screens.phone("Esben Friis")
    esben.go(f"/mine-sager/{found[1]}/")
    esben.look("other-parent-case")
    expect(esben.page.locator("main")).to_contain_text("Skovskolen")
    expect(esben.page.locator("main")).not_to_contain_text("ked af det")
    esben.go(f"/mine-sager/{found[1]}/trin/co_sign/")
    answer(esben, "answer", "sign")
    esben.look("other-parent-signs")
    press(esben, "Videre")
    press(esben, "Send")
    expect(esben.page.get_by_role("heading", level=1)).to_have_text("Tak. Det er sendt")
    esben.look("other-parent-signed")
