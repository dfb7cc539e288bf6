"""The world that the walks go through."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.test import override_settings

from tests.structure.world import World, the_world


@pytest.fixture(scope="module")
def lasting_world(lasting: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """No walk commits, so it lasts in every file."""
    assert lasting
    folder = tmp_path_factory.mktemp("world")
    with override_settings(
        MEDIA_ROOT=folder / "files",
        DIGITAL_POST_OUTBOX=folder / "outbox",
        DIGITAL_POST_LETTERS=folder / "letters",
    ):
        yield the_world()


@pytest.fixture
def world(lasting_world: World, db: None) -> World:
    return deepcopy(lasting_world)
