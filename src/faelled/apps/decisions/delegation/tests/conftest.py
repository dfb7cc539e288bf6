"""The house that every test here begins in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from faelled.apps.decisions.delegation.tests.house import House, the_house
from faelled.casework.processes.engines import engine_for


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """A version's number is used again by the next test, so no engine outlives its test."""
    engine_for.cache_clear()
    cache.clear()
    yield
    engine_for.cache_clear()


@pytest.fixture
def house(db: None, tmp_path: Path) -> House:
    return the_house(tmp_path)
