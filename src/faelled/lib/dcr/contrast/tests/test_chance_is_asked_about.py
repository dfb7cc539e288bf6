"""Fisher's test against counting every draw; the correction against its definition."""

from itertools import combinations
from math import comb

import pytest

from faelled.lib.dcr.contrast.chance import corrected, difference, fisher, wilson


@pytest.mark.parametrize(("bad", "cases", "hit"), [(3, 8, 4), (5, 9, 2), (2, 6, 6)])
def test_fisher_counts_the_draws(bad: int, cases: int, hit: int) -> None:
    draws = [sum(case < bad for case in draw) for draw in combinations(range(cases), hit)]
    for bad_hit in range(max(0, hit - cases + bad), min(bad, hit) + 1):
        expected = sum(found >= bad_hit for found in draws) / comb(cases, hit)
        assert fisher(bad_hit, hit, bad, cases) == pytest.approx(expected)


def test_the_correction_is_benjamini_and_hochbergs() -> None:
    given = [0.01, 0.02, 0.03, 0.5]
    assert corrected(given, [0.0] * 4, 0.05).tolist() == pytest.approx([0.04, 0.04, 0.04, 0.5])


def test_rules_that_could_never_be_beyond_chance_are_not_counted() -> None:
    with_them = corrected([0.001, *[0.5] * 99], [0.0, *[0.4] * 99], 0.05)
    assert with_them[0] == pytest.approx(0.001) and with_them[1:].min() == 1.0
    without = corrected([0.001, *[0.5] * 99], [0.0] * 100, 0.05)
    assert without[0] == pytest.approx(0.1)


def test_intervals_hold_the_share_and_narrow_with_cases() -> None:
    low, high = wilson(0, 20)
    assert low == 0.0 and 0.1 < high < 0.2
    gap, low, high = difference(30, 100, 10, 100)
    assert gap == pytest.approx(0.2) and 0.08 < low < gap < high < 0.31
