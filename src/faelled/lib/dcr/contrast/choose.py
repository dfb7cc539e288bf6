"""Choose few rules that the bad cases break and the good ones keep.

Greedily: each time the rule whose net gain is greatest, the bad cases it adds less the good ones,
weighed so that all good cases together count as much as all bad ones. A case that breaks any chosen
rule is called bad. How dear a good case is, how much a bad case that is already found still counts,
and how little gain is too little, are settled by inner folds of the cases chosen from (`settled`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from faelled.lib.dcr.contrast.table import Bools

MOST_RULES = 20
INNER_FOLDS = 5
COST = 0.002  # of balanced accuracy: what a further rule must bring to be worth reading
Floats: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Settings:
    """`penalty`: what a good case costs, a bad one being 1; `again`: what a bad case that is found
    still counts, for each rule that found it; `share`: the least gain, of all bad cases (one case
    at least)."""

    penalty: float
    again: float
    share: float


PENALTIES, AGAINS, SHARES = (1.0, 2.0, 4.0), (0.0, 0.5), (0.0, 0.02, 0.05)


def folds(cases: int, count: int, seed: int) -> list[list[int]]:
    """The cases dealt out as cards are: the same for the same number and seed.

    >>> sorted(case for fold in folds(5, 2, 0) for case in fold)
    [0, 1, 2, 3, 4]
    """
    order = list(range(cases))
    Random(seed).shuffle(order)  # noqa: S311  (dealing, not secrecy)
    return [order[fold::count] for fold in range(count)]


def split(cases: int, count: int, seed: int) -> Iterator[tuple[Bools, Bools]]:
    """For each fold, who is learned from and who is held back."""
    for fold in folds(cases, count, seed):
        held = np.zeros(cases, bool)
        held[fold] = True
        yield ~held, held


def path(hits: Bools, bad: Bools, penalty: float, again: float) -> list[tuple[int, float]]:
    """Rules in the order they are taken, each with its net gain in bad cases.

    `hits`: rules x cases. With `again` above 0 a bad case can be found several times over, so that
    a case like it is found though one rule fails.

    >>> table = np.array([[1, 1, 0, 0], [0, 1, 1, 0]], bool)
    >>> path(table, np.array([1, 1, 0, 0], bool), 1.0, 0.0)
    [(0, 2.0)]
    """
    dear = penalty * bad.sum() / max((~bad).sum(), 1)
    worth = np.where(bad, 1.0, -dear).astype(np.float32)
    rows = np.flatnonzero(hits @ worth > 0)
    table = hits[rows].astype(np.float32)
    tie = (table @ worth) * np.float32(1e-4)
    free = np.ones(len(rows), bool)
    found: list[tuple[int, float]] = []
    while len(found) < MOST_RULES and free.any():
        gains = table @ worth
        best = int(np.where(free, gains + tie, -np.inf).argmax())
        if gains[best] <= 1e-6:
            break
        found.append((int(rows[best]), float(gains[best])))
        free[best] = False
        hit = table[best] > 0
        worth[hit & bad] *= again
        worth[hit & ~bad] = 0.0
    return found


def cut(taken: Sequence[tuple[int, float]], share: float, bad: int) -> list[int]:
    """The rules before the first whose gain is too little."""
    least = max(1.0, share * bad)
    rows = []
    for row, gain in taken:
        if gain < least - 1e-6:
            break
        rows.append(row)
    return rows


def chosen(hits: Bools, bad: Bools, settings: Settings) -> list[int]:
    """The rows chosen with these settings."""
    taken = path(hits, bad, settings.penalty, settings.again)
    return cut(taken, settings.share, int(bad.sum()))


def called_bad(hits: Bools, rows: Sequence[int]) -> Bools:
    """Which cases break at least one of the rules."""
    found: Bools = np.logical_or.reduce(hits[list(rows)], axis=0)
    return found


def balanced(bad: Bools, called: Bools) -> float:
    """The mean of the shares of bad and of good cases that are called so.

    >>> balanced(np.array([True, True, False]), np.array([True, False, False]))
    0.75
    """
    right = called == bad
    parts = [right[group].mean() for group in (bad, ~bad) if group.any()]
    return float(sum(parts) / max(len(parts), 1))


def settled(hits: Bools, bad: Bools, seed: int = 1) -> Settings:
    """The settings that do best on inner folds, less a little for each rule they take."""
    best: dict[Settings, list[float]] = {}
    called: dict[Settings, Bools] = {}
    for train, held in split(len(bad), INNER_FOLDS, seed):
        for penalty, again in product(PENALTIES, AGAINS):
            taken = path(hits[:, train], bad[train], penalty, again)
            for share in SHARES:
                settings = Settings(penalty, again, share)
                rows = cut(taken, share, int(bad[train].sum()))
                told = called.setdefault(settings, np.zeros(len(bad), bool))
                told[held] = called_bad(hits[:, held], rows)
                best.setdefault(settings, []).append(len(rows))
    return max(
        best,
        key=lambda one: balanced(bad, called[one]) - COST * sum(best[one]) / INNER_FOLDS,
    )
