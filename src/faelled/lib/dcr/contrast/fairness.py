"""Does a rule strike some people more than others? Asked of every group of a protected attribute.

Of the good cases (those whom it would strike wrongly) and of all cases, the share that breaks the
rule is compared between a group and everybody else. A warning is a question and not a verdict:
whether the difference has a lawful reason is for people to say.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from faelled.lib.dcr.contrast.chance import difference
from faelled.lib.dcr.contrast.data import said
from faelled.lib.dcr.contrast.table import Bools
from faelled.lib.dcr.values import Scalar

LEAST_GROUP = 10  # cases; of fewer, nothing can be said
LEAST_DIFFERENCE = 0.05


@dataclass(frozen=True, slots=True)
class Uneven:
    """One group against everybody else: the share that breaks the rule, the difference and its
    95 % interval. `wrongly`: of the good cases only."""

    attribute: str
    group: str
    wrongly: bool
    share: float
    others: float
    low: float
    high: float

    @property
    def warns(self) -> bool:
        """Struck more, by a difference that matters and is hardly chance."""
        return self.low > 0 and self.share - self.others >= LEAST_DIFFERENCE


def unevenness(
    hit: Bools, bad: Bools, protected: Mapping[str, Sequence[Scalar]]
) -> Iterator[Uneven]:
    """Every group of every protected attribute, among the good cases and among all."""
    for name, values in protected.items():
        texts = np.array(["" if value is None else said(value) for value in values], object)
        for group in sorted(key for key in Counter(texts.tolist()) if key):
            inside = texts == group
            outside = (texts != group) & (texts != "")
            for wrongly, among in ((True, ~bad), (False, np.ones(len(bad), bool))):
                one, other = inside & among, outside & among
                if min(one.sum(), other.sum()) < LEAST_GROUP:
                    continue
                here, there = int(hit[one].sum()), int(hit[other].sum())
                _, low, high = difference(here, int(one.sum()), there, int(other.sum()))
                share, rest = here / int(one.sum()), there / int(other.sum())
                yield Uneven(name, group, wrongly, share, rest, low, high)
