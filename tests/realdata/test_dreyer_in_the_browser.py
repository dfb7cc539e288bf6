"""The Dreyer Foundation's grant process, from the portal's file to a closed case in the browser.

People of the demo's Fondssekretariatet hold the file's own roles (content/demo).
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.filling import press
from tests.browser.screen import Screen, Screens
from tests.browser.site import Site

pytestmark = pytest.mark.realdata

FILE = "alignment-ACM2014-Dreyers.xml"
TITLE = "ACM 2014 Application Dreyers Fond"
HANNE, IVAN, JETTE, KIM = "Hanne Rask", "Ivan Storm", "Jette Lund", "Kim Vang"


@dataclass(frozen=True, slots=True)
class Turn:
    """One step: who takes it, in which of the file's roles, and what it is called there."""

    who: str
    role: str
    label: str


RUN = (
    Turn(HANNE, "Caseworker", "Approve - send to board"),
    Turn(IVAN, "Lawyer", "Lawyer Review"),
    Turn(JETTE, "Architect", "Architect Review"),
    Turn(IVAN, "Reviewer 3", "Review"),
    Turn(JETTE, "Reviewer 4", "Review"),
    Turn(HANNE, "Caseworker", "Inform applicant that board reviews the application"),
    Turn(HANNE, "Caseworker", "Register Decision"),
    Turn(KIM, "DBTrigger", "Round approved"),
    Turn(HANNE, "Caseworker", "Pre-approve application"),
    Turn(HANNE, "Caseworker", "Approve application"),
    Turn(HANNE, "Caseworker", "Inform applicant about application"),
    Turn(HANNE, "Caseworker", "Applicant send documentation for payment"),
    Turn(HANNE, "Caseworker", "Receive end report"),
    Turn(HANNE, "", "Completed"),
)
BY_ITSELF = (
    "Change phase to review",
    "Change phase to Board meeting",
    "Change phase to Approved",
    "Change Phase to Payout",
    "First payment",
    "Change Phase to End Report",
    "Change phase to Complete",
)


def test_the_foundations_process_runs_to_its_end(screens: Screens, site: Site, data: Path) -> None:
    assert TITLE in site.faelled("graph", "import", str(data / "dcr" / "portal" / FILE))
    frida_puts_it_to_use(screens.desktop("Frida Beck"))
    uuid = lone_applies(screens.phone("Lone Skov"))
    people = {who: screens.desktop(who) for who in (HANNE, IVAN, JETTE, KIM)}
    hanne = people[HANNE]
    the_board_comes_first(hanne, uuid)
    for turn in RUN:
        take(people[turn.who], uuid, turn.label)
    assert len({turn.role for turn in RUN} - {""}) + 1 == 7  # and Lone's, the applicant's
    hanne.look_at_all_sizes("dreyer-ended")
    the_system_did_its_part(hanne, uuid)
    hanne_closes_it(hanne, uuid)
    assert "Hel" in site.faelled("audit", "verify")


def frida_puts_it_to_use(frida: Screen) -> None:
    """A published process becomes cases when a unit has it (/sager/typer/)."""
    frida.page.locator("summary", has_text="Mere").first.click()
    frida.page.get_by_role("link", name="Sagstyper").first.click()
    frida.page.locator("select[name=process]").select_option(label=TITLE)
    for label in ("Fondssekretariatet", "Ja"):
        frida.page.locator("label", has_text=label).click()
    frida.page.get_by_label("Hvad hedder borgeren i processen?").fill("Applicant")
    frida.look_at_all_sizes("dreyer-types")
    press(frida, "Tag i brug")
    expect(frida.page.locator(".plain-list")).to_contain_text(TITLE)


def lone_applies(lone: Screen) -> str:
    """The uuid of the case."""
    lone.go("/selvbetjening/")
    lone.page.locator("a.card-link", has_text=TITLE).click()
    press(lone, "Begynd")
    press(lone, "Fortsæt")
    press(lone, "Videre")
    press(lone, "Send")
    expect(lone.page.get_by_role("heading", level=1)).to_have_text("Tak. Vi har fået din ansøgning")
    lone.look_at_all_sizes("dreyer-receipt")
    press(lone, "Følg sagen")
    return lone.page.url.rstrip("/").rpartition("/")[2]


def the_board_comes_first(hanne: Screen, uuid: str) -> None:
    """Approving before the board has decided is not possible, and the page says what is first."""
    hanne.go(f"/sager/{uuid}/")
    hanne.look_at_all_sizes("dreyer-case")
    hanne.go(f"/sager/{uuid}/trin/Approve_1/")
    expect(hanne.page.locator(".reasons")).to_contain_text("Register Decision")
    expect(hanne.page.locator("form.step-form")).to_have_count(0)


def take(person: Screen, uuid: str, label: str) -> None:
    """One step from the case page, by whoever has the role for it."""
    person.go(f"/sager/{uuid}/")
    person.page.locator(".step-cards").get_by_role("link", name=label, exact=True).click()
    press(person, label)
    expect(person.page.locator(".alert")).to_contain_text(f"Udført: {label}")


def the_system_did_its_part(hanne: Screen, uuid: str) -> None:
    """What is owed by the file's role Automatic is done without anybody."""
    hanne.go(f"/sager/{uuid}/journal/")
    for label in BY_ITSELF:
        entry = hanne.page.locator(".timeline__entry").filter(
            has=hanne.page.get_by_text(label, exact=True)
        )
        expect(entry.first).to_contain_text("Fælled")
    hanne.go(f"/sager/{uuid}/kort/")
    hanne.look_at_all_sizes("dreyer-map")


def hanne_closes_it(hanne: Screen, uuid: str) -> None:
    """Nothing is owed any more, so the case can end."""
    hanne.go(f"/sager/{uuid}/")
    press(hanne, "Afslut sagen")
    hanne.page.get_by_label("Hvorfor er sagen færdig?").fill("Slutrapporten er modtaget.")
    press(hanne, "Afslut")
    expect(hanne.page.locator(".case-head__badges")).to_contain_text("Afsluttet")
    hanne.look_at_all_sizes("dreyer-closed")
