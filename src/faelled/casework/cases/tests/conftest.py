"""Fixtures of this room."""

from copy import deepcopy

import pytest

from faelled.casework.cases.tests.house import House, the_house


@pytest.fixture(scope="module")
def lasting_house(lasting: bool) -> House | None:
    return the_house() if lasting else None


@pytest.fixture
def house(lasting_house: House | None, db: None) -> House:
    return deepcopy(lasting_house) or the_house()
