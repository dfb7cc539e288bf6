"""Fisher's test against counting every draw; the correction against its definition; noise."""

from itertools import combinations
from math import comb
from random import Random

import numpy as np
import pytest

from faelled.lib.dcr.contrast.chance import chances, difference, tail, wilson
from faelled.lib.dcr.contrast.contrast import labelled
from faelled.lib.dcr.contrast.evidence import chances_of
from faelled.lib.dcr.contrast.tests.making import Case, log_of, steps

CASES, BAD, LEVEL = 24, 10, 0.05


@pytest.mark.parametrize(("bad", "cases", "hit"), [(3, 8, 4), (5, 9, 2), (2, 6, 6)])
def test_fisher_counts_the_draws(bad: int, cases: int, hit: int) -> None:
    draws = [sum(case < bad for case in draw) for draw in combinations(range(cases), hit)]
    least, found = tail(hit, bad, cases)
    assert least == min(draws) and least + len(found) - 1 == max(draws)
    for bad_hit, chance in enumerate(found, least):
        expected = sum(drawn >= bad_hit for drawn in draws) / comb(cases, hit)
        assert chance == pytest.approx(expected)


def literal(bad_hit: list[int], hit: list[int]) -> list[float]:
    """Döhler, Durand and Roquain's HSU, read off the page: no rule is quick here."""
    reach = [[1.0, *tail(one, BAD, CASES)[1].tolist()] for one in hit]

    def at(rule: int, chance: float) -> float:
        return max((p for p in reach[rule] if p <= chance), default=0.0)

    rules = range(len(hit))
    alone = [reach[r][1 + bad_hit[r] - tail(hit[r], BAD, CASES)[0]] for r in rules]
    every = sorted({0.0, *(p for of in reach for p in of if p <= 0.5)})
    last = max(
        t for t in every if sum(at(r, t) / (1 - at(r, t)) for r in rules) <= LEVEL * len(hit)
    )
    share = {
        t: sum(at(r, t) / (1 - at(r, last)) for r in rules) / sum(p <= t for p in alone)
        for t in set(alone)
        if t <= last
    }
    return [
        min([1.0, *(of for t, of in share.items() if t >= p)]) if p <= last else 1.0 for p in alone
    ]


@pytest.mark.parametrize("seed", range(8))
def test_the_correction_counts_what_each_rule_can_come_to(seed: int) -> None:
    rng = Random(seed)
    hit = [rng.choice([2, 3, 3, 5, 8, 12, 20]) for _ in range(25)]
    bad_hit = []
    for one in hit:
        least, found = tail(one, BAD, CASES)
        strong = least + len(found) - 1
        bad_hit.append(strong if rng.random() < 0.4 else rng.randint(least, strong))
    _, corrected = chances(bad_hit, hit, BAD, CASES, LEVEL)
    assert corrected.tolist() == pytest.approx(literal(bad_hit, hit))
    assert (corrected <= LEVEL).any()


def test_rules_that_few_cases_break_do_not_hide_those_that_many_break() -> None:
    _, alone = chances([20], [20], 40, 80, LEVEL)
    _, among_rare = chances([20, *[1] * 5000], [20, *[2] * 5000], 40, 80, LEVEL)
    _, among_likes = chances([20, *[10] * 5000], [20, *[20] * 5000], 40, 80, LEVEL)
    assert among_rare[0] < 1.5 * alone[0] and among_likes[0] > 1000 * alone[0]


def test_a_chance_too_small_to_reckon_is_still_told() -> None:
    chance, corrected = chances([300, 300], [300, 310], 400, 2000, LEVEL)
    assert 0 < chance[0] < 1e-200 and chance[0] < corrected[0] < 3 * chance[0]


def test_with_labels_dealt_at_random_rules_are_told_no_more_often_than_promised() -> None:
    rng, cases = Random(11), []
    for number in range(60):
        middle = ["b", "c", "d", "e", "f", "g"]
        rng.shuffle(middle)
        who = " ".join(rng.choice("uvwxyz") for _ in range(5))
        about = {"good": str(number % 5 > 1).lower(), "amount": str(rng.randint(0, 99))}
        cases.append(Case(steps(" ".join(["a", *middle[: rng.randint(2, 5)]]), who), about))
    made = labelled(log_of(cases), "not(good)")
    assert len(made.table.rules) > 800
    deal = np.random.default_rng(3)
    dealt = [deal.permutation(made.bad) for _ in range(100)]
    for level, least in ((0.05, 0), (0.2, 1)):
        told = sum((chances_of(made.table.hits, bad, level)[1] <= level).any() for bad in dealt)
        assert least <= told <= level * len(dealt)


def test_intervals_hold_the_share_and_narrow_with_cases() -> None:
    low, high = wilson(0, 20)
    assert low == 0.0 and 0.1 < high < 0.2
    gap, low, high = difference(30, 100, 10, 100)
    assert gap == pytest.approx(0.2) and 0.08 < low < gap < high < 0.31
