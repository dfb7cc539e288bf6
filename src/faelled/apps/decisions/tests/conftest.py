"""The office that every test here begins in."""

from collections.abc import Iterator
from copy import deepcopy

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


@pytest.fixture(scope="module")
def lasting_office(lasting: bool) -> Office | None:
    return the_office() if lasting else None


@pytest.fixture
def office(lasting_office: Office | None, db: None) -> Office:
    return deepcopy(lasting_office) or the_office()


@pytest.fixture
def chained(office: Office) -> Chained:
    return Chained(office)
