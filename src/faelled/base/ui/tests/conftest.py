import pytest
from django.core.cache import cache

from faelled.base.ui import context
from faelled.base.ui.navigation import Navigation


@pytest.fixture(autouse=True)
def _a_frame_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty menu, and no names remembered: the rooms above do not matter here."""
    cache.clear()
    monkeypatch.setattr(context, "NAVIGATION", Navigation())
