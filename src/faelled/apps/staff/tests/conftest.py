"""The people that every test here begins with, as they have been since yesterday."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast, the_cast


@pytest.fixture(scope="module")
def lasting_people(lasting: bool) -> Cast:
    """No test here commits, so they last in every file."""
    assert lasting
    return the_cast(timezone.now() - timedelta(days=1))


@pytest.fixture
def people(lasting_people: Cast, db: None) -> Cast:
    return deepcopy(lasting_people)
