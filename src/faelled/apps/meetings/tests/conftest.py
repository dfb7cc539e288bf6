"""The meeting that every test here begins in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import override_settings

from faelled.apps.meetings.tests.office import Office, the_office
from faelled.casework.cases.tests.house import the_house


@pytest.fixture
def office(db: None, tmp_path: Path) -> Iterator[Office]:
    cache.clear()
    with override_settings(MEDIA_ROOT=tmp_path / "files"):
        yield the_office(the_house())
    cache.clear()
