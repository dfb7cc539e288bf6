"""The chat that every test here begins in."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.core.cache import cache

from faelled.casework.cases.tests.house import the_house
from faelled.casework.chats.tests.talk import Talk, the_talk


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="module")
def lasting_talk(lasting: bool) -> Talk | None:
    return the_talk(the_house()) if lasting else None


@pytest.fixture
def talk(lasting_talk: Talk | None, db: None) -> Talk:
    return deepcopy(lasting_talk) or the_talk(the_house())
