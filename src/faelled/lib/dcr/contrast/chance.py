"""Could it be chance? Fisher's exact test, the false discovery rate, and intervals."""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Z95 = 1.959964


@lru_cache(maxsize=65_536)
def log_choose(total: int, some: int) -> float:
    return math.lgamma(total + 1) - math.lgamma(some + 1) - math.lgamma(total - some + 1)


@lru_cache(maxsize=65_536)
def fisher(bad_hit: int, hit: int, bad: int, cases: int) -> float:
    """The chance that `hit` cases drawn blindly hold at least `bad_hit` of the `bad` (one-sided).

    >>> round(fisher(3, 3, 4, 8), 4)
    0.0714
    """
    whole = log_choose(cases, hit)
    terms = [
        math.exp(log_choose(bad, some) + log_choose(cases - bad, hit - some) - whole)
        for some in range(max(bad_hit, hit - cases + bad), min(bad, hit) + 1)
    ]
    return min(1.0, math.fsum(terms))


def corrected(
    chances: Sequence[float], smallest: Sequence[float], level: float
) -> npt.NDArray[np.float64]:
    """Benjamini and Hochberg's correction for the number of rules tried (1995).

    `smallest`: the least chance each rule could have come to, given only how many cases break it.
    Those that could never have come below the level say nothing, and are not counted as tries
    (Tarone 1990, Gilbert 2005); they get 1.

    >>> [round(float(q), 3) for q in corrected([0.001, 0.04, 0.5], [0, 0, 0.4], 0.05)]
    [0.002, 0.04, 1.0]
    """
    found = np.ones(len(chances))
    reachable = np.sort(np.asarray(smallest, float))
    tries = 1
    while np.searchsorted(reachable, level / tries, side="right") > tries:
        tries += 1
    rows = np.flatnonzero(np.asarray(smallest) <= level / tries)
    given = np.asarray(chances, float)[rows]
    order = np.argsort(given, kind="stable")
    scaled = given[order] * len(rows) / np.arange(1, len(rows) + 1)
    found[rows[order]] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
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
