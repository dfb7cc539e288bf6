"""What Bo does on his phone between two meetings."""

from collections.abc import Mapping

from playwright.sync_api import expect

from tests.browser.dorthe import text_of
from tests.browser.filling import press
from tests.browser.screen import Screen


def find_approval(bo: Screen, party: str) -> None:
    """From what waits for him to the one decision."""
    bo.go("/til-godkendelse/")
    bo.look_at_all_sizes("bo-waiting")
    bo.page.locator(".approval-card", has_text=party).get_by_role("link").first.click()
    bo.look_at_all_sizes("bo-decision")
    bo.first_sight("bo-decision")


def read_summary(bo: Screen) -> Mapping[str, str]:
    """The three lines: what each is called, and what it says."""
    rows = bo.page.locator(".approval__summary dl > div")
    return {row.locator("dt").inner_text(): row.locator("dd").inner_text() for row in rows.all()}


def read_letter(bo: Screen) -> str:
    """The words of the letter that he is asked about."""
    address = bo.page.locator("a.approval__file").get_attribute("href")
    found = bo.page.request.get(f"{bo.site.url}{address}")
    assert found.ok
    return text_of(found.body())


def approve(bo: Screen) -> None:
    press(bo, "Godkend")
    expect(bo.page.locator(".approval__done")).to_contain_text("Godkendt")
    bo.look_at_all_sizes("bo-approved")
