"""A test that asks for an empty database gets one, however the tests of its file are shuffled."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.lasting import least_first


def item(file: str, name: str, *fixtures: str) -> SimpleNamespace:
    return SimpleNamespace(path=Path(file), name=name, fixturenames=["db", *fixtures])


def test_within_a_file_the_fewest_rows_come_first_and_the_shuffle_stands() -> None:
    shuffled = [
        item("a.py", "house", "lasting", "lasting_cast", "lasting_house"),
        item("a.py", "empty"),
        item("a.py", "cast", "lasting", "lasting_cast"),
        item("a.py", "also empty"),
        item("b.py", "cast", "lasting", "lasting_cast"),
        item("b.py", "empty"),
    ]
    assert [one.name for one in least_first(shuffled)] == [
        "empty",
        "also empty",
        "cast",
        "house",
        "empty",
        "cast",
    ]


def test_this_session_is_so_ordered(request: pytest.FixtureRequest) -> None:
    items = request.session.items
    assert items == least_first(items)
