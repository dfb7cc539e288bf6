"""The office that every test here begins in."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from faelled.apps.decisions.tests.chains import Chained
from faelled.apps.decisions.tests.matter import Office, the_office
from faelled.casework.processes.engines import engine_for


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """A version's number is used again by the next test, so no engine outlives its test."""
    engine_for.cache_clear()
    cache.clear()
    yield
    engine_for.cache_clear()


@pytest.fixture
def office(db: None) -> Office:
    return the_office()


@pytest.fixture
def chained(office: Office) -> Chained:
    return Chained(office)
