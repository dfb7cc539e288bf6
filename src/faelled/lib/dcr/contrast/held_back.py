"""How well chosen rules tell cases that they were not chosen from."""

from dataclasses import dataclass

import numpy as np

from faelled.lib.dcr.conformance.confusion import Confusion
from faelled.lib.dcr.contrast.choose import called_bad, chosen, settled, split
from faelled.lib.dcr.contrast.evidence import chances_of
from faelled.lib.dcr.contrast.table import Bools

ANY = 1.0  # a level at which chance is not asked about


@dataclass(frozen=True, slots=True)
class HeldBack:
    """The answers on cases held back (`tp`: good and called good), and how many rules there were
    in the mean and at most."""

    counts: Confusion
    rules: float
    most: int

    @property
    def balanced(self) -> float:
        counts = self.counts
        good, bad = counts.tp + counts.fn, counts.tn + counts.fp
        return (counts.tp / max(good, 1) + counts.tn / max(bad, 1)) / 2


def rows_chosen(hits: Bools, bad: Bools, level: float) -> list[int]:
    """The whole way from cases to rules: those beyond chance, then the few that do best.

    `level`: the false discovery rate that is borne; with `ANY` chance is not asked about.
    """
    if level < ANY:
        rows = np.flatnonzero(chances_of(hits, bad, level)[1] <= level)
    else:
        rows = np.arange(len(hits))
    if not len(rows):
        return []
    part = hits[rows]
    return [int(rows[row]) for row in chosen(part, bad, settled(part, bad))]


def held_back(hits: Bools, bad: Bools, level: float, parts: int, seed: int = 0) -> HeldBack:
    """Choose from all folds but one, ask about that one; for each fold (rules x cases)."""
    counts, sizes = Confusion(), []
    for train, held in split(len(bad), parts, seed):
        rows = rows_chosen(hits[:, train], bad[train], level)
        sizes.append(len(rows))
        called = called_bad(hits[:, held], rows)
        for is_bad, told in zip(bad[held], called, strict=True):
            counts = counts.counting(accepted=not told, good=not is_bad)
    return HeldBack(counts, sum(sizes) / len(sizes), max(sizes))
