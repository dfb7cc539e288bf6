"""The table of the leadership service names a test for each of its 26 functions."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "leadership.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+) \|.*\| `([^`:]+)::(test_\w+)` \|$", re.MULTILINE)
ROWS = ROW.findall(TABLE)


def test_all_twenty_six_stand_in_it_once_and_in_order() -> None:
    assert [int(number) for number, _path, _name in ROWS] == list(range(1, 27))


@pytest.mark.parametrize(("number", "path", "name"), ROWS)
def test_the_test_that_holds_it_exists(number: str, path: str, name: str) -> None:
    assert f"\ndef {name}(" in (ROOT / path).read_text(encoding="utf-8"), number
