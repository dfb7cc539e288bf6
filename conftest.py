"""Fixtures that every room's tests may ask for."""

from collections.abc import Generator
from copy import deepcopy

import hypothesis
import pytest
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from faelled.base.audit import triggers as audit_triggers
from faelled.casework.cases import triggers as case_triggers
from faelled.casework.documents import triggers as document_triggers
from faelled.casework.processes import triggers as process_triggers
from faelled.casework.processes.engines import engine_for
from tests.cast import Cast, the_cast
from tests.lasting import commits, lasting, least_first

__all__ = ["lasting"]

# No wall clock decides a test, and the same code gives the same verdict.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")

TRIGGERS = (audit_triggers, process_triggers.GUARD, case_triggers.GUARD, document_triggers.GUARD)


@pytest.fixture(scope="module")
def lasting_cast(lasting: bool) -> Cast | None:
    return the_cast() if lasting else None


@pytest.fixture
def cast(lasting_cast: Cast | None, db: None) -> Cast:
    """Anna, Bo, Carla, Dorthe and the others (tests/cast.py)."""
    return deepcopy(lasting_cast) or the_cast()


@pytest.fixture(autouse=True)
def _no_engine_of_another_test() -> None:
    """Ids are used again after a test is rolled back; an engine is kept by its version's id."""
    engine_for.cache_clear()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After the shuffle: a test does not meet what lasts for others of its file."""
    items[:] = least_first(items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, None, None]:
    """What may not be changed would stop the emptying of the tables between two tests.

    So at the end of a test that commits, and only there, the triggers step aside.
    """
    if not commits(item):
        yield
        return
    blocker = item.config.stash[blocking_manager_key]
    with blocker.unblock():
        for triggers in TRIGGERS:
            triggers.remove(connection)
    yield
    if nextitem is None:  # the last test of all: its database is gone with it
        return
    with blocker.unblock():
        for triggers in TRIGGERS:
            triggers.install(connection)
