"""How much must be expected before a rule that holds is believed: asked of the log itself.

The cases are divided in folds. Rules are found without a fold, and the fold's own cases say which
of them were mere chance: for each case and family, the most that was expected of a rule which the
case broke. The least expectation is then the smallest with which the family would have refused no
more than `RISK` of the cases. The same way for every log and family; no label is looked at.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import TypeAlias

import numpy as np

from faelled.lib.dcr.discovery.families import (
    AGAIN,
    CONDITIONS,
    EXCLUSIONS,
    RESPONSES,
    Again,
    Counted,
    Family,
    agains,
    barred_again,
    conditions,
    exclusions,
    responses,
)
from faelled.lib.dcr.discovery.tree import Bools, Floats, Tree

FOLDS = 20
RISK = 0.005
STEPS = (0.0, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0)
NEVER = float("inf")
NONE = -1.0  # of a case that broke no rule
Least: TypeAlias = Mapping[str, float]
Excluding: TypeAlias = Callable[[Counted], tuple[Bools, Bools]]  # gives includes and excludes


class Trust:
    """Finds the least expectation of each family, exclusions first: the others build on them."""

    def __init__(
        self, tree: Tree, counts: Sequence[int], repeated: Sequence[set[tuple[int, int]]]
    ) -> None:
        """`counts`: how many cases went as each trace of the tree."""
        self._tree, self._repeated = tree, repeated
        self._cases = sum(counts)
        self._folds = list(_folds(counts))

    def of_exclusions(self) -> Least:
        broken: dict[str, list[Floats]] = {}
        for train, held in self._folds:
            counted = Counted.of(self._tree, train)
            executed = self._tree.executed
            for name, family in exclusions(counted).items():
                worst = self._worst_step(executed, family)
                broken.setdefault(name, []).append(self._of_cases(worst, held))
            worst = self._worst_again(agains(counted, self._repeated))
            broken.setdefault(AGAIN, []).append(self._of_cases(worst, held))
        return {name: self._least(broken[name]) for name in (*EXCLUSIONS, AGAIN)}

    def of_the_rest(self, rules: Excluding) -> Least:
        """Conditions and responses, where `rules` gives the exclusions each fold would have had."""
        broken: dict[str, list[Floats]] = {}
        for train, held in self._folds:
            counted = Counted.of(self._tree, train)
            included = self._tree.included(*rules(counted))
            open_sources = ~self._tree.executed & included
            for name, family in conditions(counted, included).items():
                worst = self._worst_step(open_sources, family)
                broken.setdefault(name, []).append(self._of_cases(worst, held))
            for name, family in responses(counted, included).items():
                worst = self._worst_end(included, family)
                broken.setdefault(name, []).append(self._of_cases(worst, held))
        return {name: self._least(broken[name]) for name in (*CONDITIONS, *RESPONSES)}

    def _worst_step(self, sources: Bools, family: Family) -> Floats:
        """For every case, the most expected of a rule that one of its steps breaks; (V)."""
        tree = self._tree
        worst = np.full(tree.nodes, NONE)
        for at, nodes in enumerate(tree.arrivals):
            expected = np.where(family.holds[:, at], family.expected[:, at], NONE)
            if len(nodes) and expected.max() > NONE:
                barred = sources[tree.parent[nodes]]
                worst[nodes] = np.where(barred, expected, NONE).max(1)
        return tree.worst_on_the_way(worst)[tree.ends]

    def _worst_again(self, found: Sequence[Again]) -> Floats:
        tree = self._tree
        worst = np.full(tree.nodes, NONE)
        for again in found:
            nodes = tree.arrivals[again.activity]
            broken = barred_again(tree, again)[tree.parent[nodes]]
            worst[nodes] = np.where(broken, again.expected, NONE)
        return tree.worst_on_the_way(worst)[tree.ends]

    def _worst_end(self, included: Bools, family: Family) -> Floats:
        tree = self._tree
        last, stays = tree.last[tree.ends], included[tree.ends]
        worst = np.full(len(tree.ends), NONE)
        for source in np.flatnonzero(family.holds.any(1)):
            expected = np.where(family.holds[source], family.expected[source], NONE)
            owed = (last[:, [source]] > 0) & (last < last[:, [source]]) & stays
            worst = np.maximum(worst, np.where(owed, expected, NONE).max(1))
        return worst

    @staticmethod
    def _of_cases(worst: Floats, held: Floats) -> Floats:
        """What was broken, and by how many of the fold's cases; (2 x V)."""
        return np.stack([worst, held])

    def _least(self, broken: Sequence[Floats]) -> float:
        worst, cases = np.concatenate(broken, axis=1)
        allowed = RISK * self._cases
        for step in STEPS:
            if cases[worst >= step].sum() <= allowed:
                return step
        return NEVER


def _folds(counts: Sequence[int]) -> Iterator[tuple[Floats, Floats]]:
    """For each fold, how many cases of each trace are found from, and how many are held back.

    The cases are dealt out as cards are, always in the same way.
    """
    owners = [trace for trace, count in enumerate(counts) for _ in range(count)]
    Random(0).shuffle(owners)  # noqa: S311  (dealing, not secrecy)
    every = np.array(counts, float)
    for fold in range(FOLDS):
        held = np.bincount(owners[fold::FOLDS], minlength=len(counts)).astype(float)
        yield every - held, held
