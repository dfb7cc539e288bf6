"""What the log says for a rule: how many break it, how many of them are bad, and whether by chance.

Of each rule: with `hit` the cases that break it, support is their share of all cases, confidence
the share of them that is bad, lift that share over the share of all cases that is bad.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from faelled.lib.dcr.contrast.chance import chances
from faelled.lib.dcr.contrast.choose import split
from faelled.lib.dcr.contrast.table import AT_END, Bools, Table


@dataclass(frozen=True, slots=True)
class Evidence:
    """`bad_hit` of the `bad` cases and `good_hit` of the `good` break the rule: had it been in
    force, so many would have been stopped. `p`: one-sided, Fisher; `q`: corrected. `stable` of
    `folds`: in how many parts of the log, each by itself, those who break it are bad more often
    than the others. `in_time`: of the bad who break it, the share where it is seen before their
    last event.
    """

    bad_hit: int
    good_hit: int
    bad: int
    good: int
    p: float
    q: float
    stable: int
    folds: int
    in_time: float

    @property
    def support(self) -> float:
        return (self.bad_hit + self.good_hit) / (self.bad + self.good)

    @property
    def confidence(self) -> float:
        return self.bad_hit / max(self.bad_hit + self.good_hit, 1)

    @property
    def lift(self) -> float:
        return self.confidence * (self.bad + self.good) / self.bad


def chances_of(
    hits: Bools, bad: Bools, level: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The chance of each row, alone and corrected for the number of rows."""
    return chances(
        hits[:, bad].sum(1).tolist(), hits.sum(1).tolist(), int(bad.sum()), len(bad), level
    )


def evidence(
    table: Table,
    rows: list[int],
    bad: Bools,
    lengths: npt.NDArray[np.int64],
    level: float,
    parts: int,
) -> Iterator[Evidence]:
    """The evidence for some rules of a table. `lengths`: each case's number of events."""
    hits = table.hits
    alone, all_told = chances_of(hits, bad, level)
    for row in rows:
        hit = hits[row]
        held_in = [_holds(hit[held], bad[held]) for _, held in split(len(bad), parts, 0)]
        seen = table.when[row, hit & bad]
        before_last = (seen < AT_END) & (seen < lengths[hit & bad])
        yield Evidence(
            int((hit & bad).sum()),
            int((hit & ~bad).sum()),
            int(bad.sum()),
            int((~bad).sum()),
            float(alone[row]),
            float(all_told[row]),
            sum(held_in),
            parts,
            float(before_last.mean()) if len(seen) else 0.0,
        )


def _holds(hit: Bools, bad: Bools) -> bool:
    """Whether those who break the rule are bad more often than those who keep it."""
    if not hit.any() or hit.all():
        return False
    return bool(bad[hit].mean() > bad[~hit].mean())
