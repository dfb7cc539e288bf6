"""docs/asvs.md goes through ASVS 5.0.0 level 2 whole, and points at what there is."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| (\d+)\.(\d+)\.(\d+) \| ([^|]+) \| (met|not met|n/a) \| ([^|]+) \|$", re.MULTILINE
)
# How many requirements of levels 1 and 2 each chapter has (counted in the standard's own table).
CHAPTERS = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7,
    10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16, 17: 7,
}  # fmt: skip
PLACE = re.compile(r"`((?:src|tests|docs)/[^`]+)`")


def test_every_requirement_is_answered_once() -> None:
    ids = [tuple(map(int, row[:3])) for row in ROW.findall(PAGE)]
    assert len(ids) == len(set(ids)) == 253
    assert Counter(chapter for chapter, _, _ in ids) == CHAPTERS


def test_the_sums_are_those_of_the_rows() -> None:
    counts = Counter(row[4] for row in ROW.findall(PAGE))
    said = f"Met: {counts['met']}. Not met: {counts['not met']}. Not applicable: {counts['n/a']}."
    assert said in PAGE


def test_every_place_named_exists() -> None:
    missing = [place for place in PLACE.findall(PAGE) if not (ROOT / place).exists()]
    assert missing == []
