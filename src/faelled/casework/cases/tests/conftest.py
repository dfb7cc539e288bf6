"""Fixtures of this room."""

import pytest

from faelled.casework.cases.tests.house import House, the_house


@pytest.fixture
def house(db: None) -> House:
    return the_house()
