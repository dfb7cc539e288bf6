"""The chat that every test here begins in."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from faelled.casework.cases.tests.house import the_house
from faelled.casework.chats.tests.talk import Talk, the_talk


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def talk(db: None) -> Talk:
    return the_talk(the_house())
