"""The house that every test here begins in."""

from collections.abc import Iterator
from copy import deepcopy

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


@pytest.fixture(scope="module")
def lasting_house(lasting: bool, tmp_path_factory: pytest.TempPathFactory) -> House:
    """No test here commits, so it lasts in every file."""
    assert lasting
    return the_house(tmp_path_factory.mktemp("graph"))


@pytest.fixture
def house(lasting_house: House, db: None) -> House:
    return deepcopy(lasting_house)
