"""Real data lie outside the project (FAELLED_DATA, default ../shared/data); absence is told."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import browser as browser
from tests.browser.conftest import screens as screens
from tests.browser.conftest import site as site

DATA = Path(os.environ.get("FAELLED_DATA", Path(__file__).parents[3] / "shared" / "data"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A lone clone skips with the reason; in CI absent data are a failure."""
    if DATA.is_dir():
        return
    message = f"The real data are absent: {DATA} does not exist. Set FAELLED_DATA to their folder."
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@pytest.fixture
def data() -> Path:
    """The folder with the real data."""
    return DATA
