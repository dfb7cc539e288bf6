"""What Anna does at her desk: find, take, see why not yet, take the steps."""

from collections.abc import Mapping

from playwright.sync_api import Locator, expect

from tests.browser.filling import fill_in, press
from tests.browser.screen import Screen

TABS = ("Mine sager", "Min enhed", "Ikke fordelt", "Venter på andre", "Over fristen")


def open_tab(screen: Screen, label: str) -> Locator:
    """One view of the work list; gives its rows."""
    screen.go("/sager/")
    screen.page.locator("nav.views").get_by_role("link", name=label, exact=True).click()
    current = screen.page.locator("nav.views a[aria-current='page']")
    expect(current).to_have_text(label)
    return screen.page.locator("#work-list tbody tr")


def find_and_take(anna: Screen, party: str) -> None:
    """Find the new case among those that nobody has, and make it her own."""
    row = open_tab(anna, "Ikke fordelt").filter(has_text=party)
    expect(row).to_have_count(1)
    anna.look_at_all_sizes("anna-unassigned")
    row.get_by_role("link").first.click()
    expect(anna.page.get_by_role("button", name="Tag sagen")).to_be_visible()
    anna.look_at_all_sizes("anna-new-case")
    press(anna, "Tag sagen")
    expect(anna.page.get_by_role("button", name="Tag sagen")).to_have_count(0)
    expect(open_tab(anna, "Mine sager").filter(has_text=party)).to_have_count(1)
    anna.look_at_all_sizes("anna-work-list")
    open_tab(anna, "Min enhed")
    anna.look_at_all_sizes("anna-unit-list")


def see_why_not_yet(anna: Screen, uuid: str, label: str, cites: tuple[str, ...]) -> None:
    """The case page says what is in the way of a step, with the law; so does the step's page."""
    anna.go(f"/sager/{uuid}/")
    blocked = anna.page.locator("details.blocked").filter(
        has=anna.page.locator(".blocked__label", has_text=label)
    )
    blocked.locator("summary").click()
    for cite in cites:
        expect(blocked.get_by_text(cite).first).to_be_visible()
    anna.look_at_all_sizes("anna-cannot-decide-yet")


def do_step(anna: Screen, uuid: str, event: str, label: str, answers: Mapping[str, str]) -> None:
    """Take one step from the case page's list of what can be done now."""
    anna.go(f"/sager/{uuid}/")
    anna.page.locator(".step-cards").get_by_role("link", name=label, exact=True).click()
    fill_in(anna, answers)
    anna.look_at_all_sizes(f"anna-step-{event}")
    press(anna, label)
    expect(anna.page.locator(".alert")).to_contain_text(f"Udført: {label}")
    anna.look_at_all_sizes(f"anna-after-{event}")


def look_around(anna: Screen, uuid: str) -> None:
    """The map, the journal and the look-ups of the case."""
    for name in ("kort", "journal", "opslag"):
        anna.go(f"/sager/{uuid}/{name}/")
        anna.look_at_all_sizes(f"anna-{name}")


def wait_until_sent(anna: Screen, uuid: str) -> None:
    """The worker hands the letters over; the case page stops saying that one waits."""
    anna.go(f"/sager/{uuid}/")
    anna.page.wait_for_function(
        "async () => !(await (await fetch(location.href)).text()).includes('Venter på afsendelse')",
        polling=400,
    )
