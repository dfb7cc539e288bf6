"""Could it be chance? Fisher's exact test, the false discovery rate, and intervals."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Z95 = 1.959964
TINY, HALF = 1e-30, 0.5  # below, every rule's chance counts in full; above, none is beyond chance
Floats: TypeAlias = npt.NDArray[np.float64]
Counts: TypeAlias = npt.NDArray[np.int64]


@lru_cache(maxsize=8)
def log_factorials(most: int) -> Floats:
    return np.array([math.lgamma(number + 1) for number in range(most + 1)])


@lru_cache(maxsize=4_096)
def tail(hit: int, bad: int, cases: int) -> tuple[int, Floats]:
    """Fisher's exact test, one-sided: the chance that `hit` cases drawn blindly hold at least so
    many of the `bad`, for each number that can be, and the least such number.

    >>> least, chances = tail(3, 4, 8)
    >>> least, [round(float(chance), 4) for chance in chances]
    (0, [1.0, 0.9286, 0.5, 0.0714])
    """
    least = max(0, hit - cases + bad)
    some = np.arange(least, min(bad, hit) + 1)
    logs = log_factorials(cases)

    def choose(total: int, part: npt.NDArray[np.int64]) -> Floats:
        found: Floats = logs[total] - logs[part] - logs[total - part]
        return found

    whole = choose(cases, np.array([hit]))
    each = np.exp(choose(bad, some) + choose(cases - bad, hit - some) - whole)
    return least, np.minimum(1.0, np.cumsum(each[::-1])[::-1])


def chances(
    bad_hit: Sequence[int], hit: Sequence[int], bad: int, cases: int, level: float
) -> tuple[Floats, Floats]:
    """The chance of each rule, alone and corrected for the number of rules tried.

    Benjamini and Hochberg's correction (1995) divides how many rules would come so far by chance
    by how many did. It takes it that every rule can come to any chance. With 90 cases that is far
    from so: a rule that five cases break cannot come below 1 in 40, and so cannot be mistaken for
    one that comes to 1 in 1,000. Here the number expected is the exact one, summed over the rules,
    given how many cases break each (Heyse 2011); the factor that makes it hold where the rules are
    unlike each other is that of Döhler, Durand and Roquain (2018, their HSU).

    >>> alone, q = chances([5, 2, 2], [5, 2, 4], 5, 12, 0.05)
    >>> [round(float(part), 4) for part in (*alone, *q)]
    [0.0013, 0.1515, 0.5758, 0.0013, 1.0, 1.0]
    """
    drawn, rules = np.unique(np.asarray(hit, int), return_counts=True)
    tails = {int(one): tail(int(one), bad, cases) for one in drawn}
    alone = np.array(
        [tails[int(h)][1][int(b) - tails[int(h)][0]] for b, h in zip(bad_hit, hit, strict=True)]
    )
    steps = [_reachable(tails[int(one)][1]) for one in drawn]
    last = _last_asked(steps, rules, level)
    unlike = np.array([1 / (1 - _at(step, last)) for step in steps])
    corrected = np.ones(len(alone))
    asked = np.unique(alone[alone <= last])
    if len(asked):
        by_chance = np.minimum(
            _summed(asked, steps, [np.diff(step, prepend=0.0) for step in steps], rules * unlike),
            asked * (rules * unlike).sum(),
        )
        by_chance[asked < TINY] = asked[asked < TINY] * (rules * unlike).sum()
        shares = by_chance / np.searchsorted(np.sort(alone), asked, side="right")
        shares = np.minimum(1.0, np.minimum.accumulate(shares[::-1])[::-1])
        rows = alone <= last
        corrected[rows] = shares[np.searchsorted(asked, alone[rows])]
    return alone, corrected


def _reachable(chances: Floats) -> Floats:
    """The chances a rule can come to, from the least, as far as they matter."""
    found = chances[::-1]
    return found[(found >= TINY) & (found <= HALF)]


def _at(step: Floats, chance: float) -> float:
    """How likely a rule that chance made comes so far, or further."""
    below = int(np.searchsorted(step, chance, side="right"))
    return float(step[below - 1]) if below else 0.0


def _last_asked(steps: Sequence[Floats], rules: Counts, level: float) -> float:
    """The largest chance at which rules are still told from chance."""
    every = np.unique(np.concatenate([*steps, [0.0]]))
    odds = [np.diff(step / (1 - step), prepend=0.0) for step in steps]
    within = np.flatnonzero(_summed(every, steps, odds, rules) <= level * rules.sum())
    return float(every[within[-1]])


def _summed(
    chances: Floats, steps: Sequence[Floats], rises: Sequence[Floats], rules: Floats | Counts
) -> Floats:
    """The sum over all rules of what has risen at each step up to these chances."""
    places = np.concatenate([*steps, [0.0]])
    all_rises = np.concatenate(
        [*(rise * many for rise, many in zip(rises, rules, strict=True)), [0.0]]
    )
    order = np.argsort(places, kind="stable")
    sums = np.cumsum(all_rises[order])
    found: Floats = sums[np.searchsorted(places[order], chances, side="right") - 1]
    return found


def wilson(some: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); all of 0 to 1 for none.

    >>> [round(end, 3) for end in wilson(5, 10)]
    [0.237, 0.763]
    """
    if not total:
        return 0.0, 1.0
    share, square = some / total, Z95 * Z95 / total
    middle = (share + square / 2) / (1 + square)
    half = math.sqrt(share * (1 - share) * square + square * square / 4) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def difference(some: int, total: int, other: int, rest: int) -> tuple[float, float, float]:
    """The difference of two shares and its 95 % interval (Newcombe 1998).

    >>> [round(part, 2) for part in difference(9, 10, 1, 10)]
    [0.8, 0.37, 0.92]
    """
    one, two = some / max(total, 1), other / max(rest, 1)
    (low1, high1), (low2, high2) = wilson(some, total), wilson(other, rest)
    gap = one - two
    low = gap - math.sqrt((one - low1) ** 2 + (high2 - two) ** 2)
    high = gap + math.sqrt((high1 - one) ** 2 + (two - low2) ** 2)
    return gap, low, high
