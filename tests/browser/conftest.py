"""A browser and a served demo for the walks; each test gets fresh screens, all share the site."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.screen import Screens, screens_of
from tests.browser.site import Site, serving

# A browser of the machine; without one, the one that Playwright has installed.
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("site")) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--no-proxy-server"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def screens(browser: Browser, site: Site) -> Iterator[Screens]:
    with screens_of(browser, site) as opened:
        yield opened
