"""What all the tests of a file begin with, made once.

Most of a test's time went to making the same municipality anew. So a room's ``lasting_...`` fixture
makes it once for a file, in a transaction that is taken back after the file, and each test takes a
copy: its rows and its Python objects are its own, as with Django's ``setUpTestData``. A test of the
same file that asks for a database and not for these rows finds it empty, for it comes before them.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Protocol, TypeVar

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker


class OfAFile(Protocol):
    """As much of a test as is needed to order it."""

    @property
    def path(self) -> Path: ...


Item = TypeVar("Item", bound=OfAFile)


def commits(item: pytest.Item) -> bool:
    """Whether the test commits for real, and so ends with every table emptied."""
    marker = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked or (marker and marker.kwargs.get("transaction")))


def lasts(item: OfAFile) -> int:
    """How much of what lasts the file the test asks for."""
    return sum(name.startswith("lasting") for name in getattr(item, "fixturenames", ()))


def least_first(items: list[Item]) -> list[Item]:
    """The tests in the order given, but those of a file that begin with the fewest rows first."""
    return [
        item
        for _, of_a_file in groupby(items, key=lambda item: item.path)
        for item in sorted(of_a_file, key=lasts)
    ]


@pytest.fixture(scope="module")
def lasting(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[bool]:
    """Whether what is made now lasts the file. A file with a test that commits begins anew in each
    test, for nothing of it can be taken back.
    """
    if any(commits(item) for item in request.session.items if item.path == request.path):
        yield False
        return
    with django_db_blocker.unblock(), transaction.atomic():
        yield True
        transaction.set_rollback(True)
