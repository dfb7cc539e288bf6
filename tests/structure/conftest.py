"""One world for all the tests of a file: making it costs more than most walks through it."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.structure.world import World, the_world


@pytest.fixture(scope="module")
def lasting_world(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """The world as it was made. It lies in a transaction that is taken back after the file."""
    folder = tmp_path_factory.mktemp("world")
    with (
        override_settings(
            MEDIA_ROOT=folder / "files",
            DIGITAL_POST_OUTBOX=folder / "outbox",
            DIGITAL_POST_LETTERS=folder / "letters",
        ),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield the_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(lasting_world: World, db: None) -> World:
    """The world anew for each test: what a test changes in it is taken back after the test."""
    return deepcopy(lasting_world)
