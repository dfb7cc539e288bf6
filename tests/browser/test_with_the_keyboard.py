"""Anna works without a mouse: all can be reached, seen and done (WCAG 2.1.1, 2.4.3, 2.4.7)."""

from playwright.sync_api import Locator, expect

from tests.browser.screen import Screen, Screens

MOST_STOPS = 60
# The focus is on the element itself, or drawn on the label of a hidden radio button.
SEEN = """() => {
    const at = document.activeElement;
    const drawn = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
        || style.boxShadow !== "none";
    const label = at.labels && at.labels.length ? at.labels[0] : at;
    return drawn(getComputedStyle(at)) || drawn(getComputedStyle(label, "::before"));
}"""
WHERE = "() => document.activeElement.outerHTML.slice(0, 120)"


def tab_to(screen: Screen, target: Locator) -> None:
    """Press Tab until ``target`` has the focus; at each stop one must see where one is."""
    for _stop in range(MOST_STOPS):
        screen.page.keyboard.press("Tab")
        assert screen.page.evaluate(SEEN), f"no visible focus on {screen.page.evaluate(WHERE)}"
        if target.evaluate("target => target === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached with {MOST_STOPS} presses")


def follow(screen: Screen, target: Locator) -> None:
    tab_to(screen, target)
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")


def past_the_menu(screen: Screen) -> None:
    """The first stop of every page leads past the menu."""
    screen.page.keyboard.press("Tab")
    expect(screen.page.locator(".skipnav")).to_be_focused()
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator("#main-content")).to_be_focused()


def test_anna_asks_for_information_without_a_mouse(screens: Screens) -> None:
    anna = screens.desktop("Anna Dam")
    page, keys = anna.page, anna.page.keyboard
    past_the_menu(anna)
    follow(anna, page.get_by_role("link", name="Min enhed"))
    past_the_menu(anna)
    follow(anna, page.locator("tbody tr", has_text="Henrik Thorup").get_by_role("link").first)
    past_the_menu(anna)
    follow(
        anna, page.locator(".step-cards").get_by_role("link", name="Bed borgeren om oplysninger")
    )
    follow(anna, page.locator("form.step-form button.button-primary"))
    expect(page.locator(".error-summary")).to_be_focused()
    tab_to(anna, page.locator(".error-summary a").first)
    keys.press("Enter")
    expect(page.locator("#felt-what")).to_be_focused()
    keys.type("Send epikrisen fra sygehuset.")
    tab_to(anna, page.locator("#felt-time_limit"))
    keys.type("3 uger")
    follow(anna, page.locator("form.step-form button.button-primary"))
    expect(page.locator(".alert")).to_contain_text("Udført: Bed borgeren om oplysninger")


def test_a_choice_is_made_with_the_arrows(screens: Screens) -> None:
    anna = screens.desktop("Anna Dam")
    anna.go("/sager/ny/")
    tab_to(anna, anna.page.locator("#felt-case_type"))
    anna.page.keyboard.press("ArrowDown")
    chosen = anna.page.locator("input[name='case_type']:checked")
    expect(chosen).to_be_focused()


def test_each_line_of_the_error_summary_leads_to_its_question(screens: Screens) -> None:
    esben = screens.phone("Esben Friis")
    esben.go("/selvbetjening/tabt-arbejdsfortjeneste/soeg/")
    esben.page.locator("label", has_text="Emil Friis").click()
    esben.page.get_by_role("button", name="Fortsæt").click()
    esben.page.get_by_role("button", name="Videre").click()
    summary = esben.page.locator(".error-summary")
    expect(summary).to_be_focused()
    for line in summary.get_by_role("link").all():
        line.press("Enter")
        target = (line.get_attribute("href") or "").partition("#")[2]
        expect(esben.page.locator(f"[id='{target}']")).to_be_focused()
