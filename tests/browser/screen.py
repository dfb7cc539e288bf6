"""One person at one screen, and what every page they see must hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from tests.browser.axe import violations
from tests.browser.site import ROOT, Site

PICTURES = ROOT / "var" / "pictures"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
ZOOMED = {"width": 320, "height": 256}
LONGEST_WAIT = 15_000  # milliseconds
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(slots=True)
class Screen:
    """``anna.go("/sager/")``, ``anna.look("work-list")``; ``anna.page`` is Playwright's page."""

    page: Page
    site: Site
    width: int
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Response | None:
        return self.page.goto(f"{self.site.url}{path}")

    def log_in(self, name: str) -> None:
        """Press the person on the demo's log-in page."""
        self.go("/log-ind/")
        with self.page.expect_navigation():
            self.page.locator("button.cast__person", has_text=name).click()

    def look(self, name: str) -> None:
        """Keep a picture of the page, and hold it to what holds for all pages.

        No crash of the server, no serious violation by axe, nothing to scroll sideways to, no
        complaint of the browser (a refused inline script, a crash in ours).
        """
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}-{self.width}.png"
        # Hiding the caret writes style attributes, which htmx copies and our policy refuses.
        self.page.screenshot(path=path, full_page=True, animations="disabled", caret="initial")
        crash = self.page.locator(".trouble__code", has_text="500")
        assert not crash.count(), f"{name} at {self.width} crashed; see {self.site.var}/server.log"
        assert violations(self.page) == [], f"{name} at {self.width}"
        assert self.page.evaluate(SIDEWAYS) == 0, f"{name} at {self.width} is too wide"
        assert self.complaints == [], f"{name} at {self.width}"

    def first_sight(self, name: str) -> None:
        """Keep a picture of what one sees before scrolling."""
        path = PICTURES / f"{name}-first-{self.width}.png"
        self.page.screenshot(path=path, animations="disabled", caret="initial")

    def look_at_all_sizes(self, name: str) -> None:
        """``look`` on a phone and on a desktop; and all fits at four times the size."""
        own = self.page.viewport_size
        assert own is not None
        for size in (PHONE, DESKTOP):
            self._resize(size)
            self.look(name)
        self._resize(ZOOMED)
        assert self.page.evaluate(SIDEWAYS) == 0, f"{name} is too wide at four times the size"
        self._resize({"width": own["width"], "height": own["height"]})

    def _resize(self, size: dict[str, int]) -> None:
        self.width = size["width"]
        self.page.set_viewport_size({"width": size["width"], "height": size["height"]})

    def heard(self, message: ConsoleMessage) -> None:
        # An answer of 4xx is the server's to give, and the page's to show.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)


@dataclass(slots=True)
class Screens:
    """Opens screens for a test: ``screens.phone("Dorthe Friis")``, ``screens.desktop()``."""

    browser: Browser
    site: Site
    opened: list[BrowserContext] = field(default_factory=list)

    def phone(self, who: str = "") -> Screen:
        return self._open(PHONE, who, has_touch=True, is_mobile=True)

    def desktop(self, who: str = "") -> Screen:
        return self._open(DESKTOP, who)

    def zoomed(self, who: str = "") -> Screen:
        """400 % zoom of a 1280 pixel wide window (WCAG 1.4.10)."""
        return self._open(ZOOMED, who)

    def without_javascript(self, who: str = "") -> Screen:
        return self._open(DESKTOP, who, java_script_enabled=False)

    def _open(self, size: dict[str, int], who: str, **options: Any) -> Screen:
        context = self.browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
            **options,
        )
        context.set_default_timeout(LONGEST_WAIT)
        self.opened.append(context)
        screen = Screen(context.new_page(), self.site, size["width"])
        screen.page.on("console", lambda message: screen.heard(message))
        screen.page.on("pageerror", lambda error: screen.complaints.append(str(error)))
        if who:
            screen.log_in(who)
        return screen


@contextmanager
def screens_of(browser: Browser, site: Site) -> Iterator[Screens]:
    screens = Screens(browser, site)
    try:
        yield screens
    finally:
        for context in screens.opened:
            context.close()
