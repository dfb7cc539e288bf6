"""The house that every test here begins in."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import override_settings

from faelled.apps.orders.tests.house import House, the_house


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Path]:
    """Storage of one test; nothing remembered from another."""
    cache.clear()
    with override_settings(MEDIA_ROOT=tmp_path / "files", DIGITAL_POST="fake"):
        yield tmp_path


@pytest.fixture(scope="module")
def lasting_house(lasting: bool) -> House | None:
    return the_house() if lasting else None


@pytest.fixture
def house(lasting_house: House | None, db: None, folders: Path) -> House:
    return deepcopy(lasting_house) or the_house()
