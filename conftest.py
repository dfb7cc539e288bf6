"""Fixtures that every room's tests may ask for."""

from collections.abc import Iterator

import pytest
from django.db import connection

from faelled.base.audit import triggers
from tests.cast import Cast, the_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Anna, Bo, Carla, Dorthe and the others (tests/cast.py)."""
    return the_cast()


@pytest.fixture(autouse=True)
def _audit_may_be_emptied_after_a_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with real commits ends with every table emptied, and audit entries refuse that.

    So at its end, and only there, the triggers step aside while the audit tables are emptied.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_entrysubject")
        cursor.execute("DELETE FROM audit_entry")
        cursor.execute("DELETE FROM audit_head")
    triggers.install(connection)
