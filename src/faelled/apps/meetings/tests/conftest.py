"""The meeting that every test here begins in."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.core.cache import cache
from django.test import override_settings

from faelled.apps.meetings.tests.office import Office, the_office
from faelled.casework.cases.tests.house import the_house


@pytest.fixture(scope="module")
def lasting_office(lasting: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """No test here commits, so it lasts in every file."""
    assert lasting
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        yield the_office(the_house())


@pytest.fixture
def office(lasting_office: Office, db: None) -> Iterator[Office]:
    cache.clear()
    yield deepcopy(lasting_office)
    cache.clear()
