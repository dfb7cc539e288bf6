"""Which case breaks which rule, and after how many of its events that is seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from faelled.lib.dcr.contrast.rule import KINDS, Rule

Bools: TypeAlias = npt.NDArray[np.bool_]
Steps: TypeAlias = npt.NDArray[np.uint16]
NEVER = 65_535  # the case keeps the rule
AT_END = 65_534  # the case breaks it, which is seen only when it is over
LAST = 65_533
LEAST_HITS = 2
PLACES = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """`when` (rules x cases): after how many of the case's events the rule is seen to be broken; 0
    if before the first, `AT_END` if only when the case is over, `NEVER` if it is kept.

    `tried`: how many rules there were before those that no case, every case or the very same cases
    break were left out.
    """

    rules: tuple[Rule, ...]
    when: Steps
    tried: int

    @property
    def hits(self) -> Bools:
        """Which cases break which rules, seen from their end (rules x cases)."""
        found: Bools = self.when < NEVER
        return found

    def known(self, seen: npt.NDArray[np.int64]) -> Bools:
        """What is known after so many events of each case (rules x cases)."""
        found: Bools = self.when <= np.minimum(seen, LAST)
        return found

    def part(self, rows: Sequence[int]) -> "Table":
        return Table(tuple(self.rules[row] for row in rows), self.when[list(rows)], self.tried)


def of_cases(rules: Sequence[Rule], when: Sequence[Sequence[int]]) -> Table:
    """A table of the rules worth trying, from one list of all cases for each rule."""
    if not rules:
        return Table((), np.zeros((0, 0), np.uint16), 0)
    steps = np.array(when, np.uint16)
    kept = worth_trying((steps < NEVER).sum(1), steps.shape[1])
    return Table(tuple(rules[row] for row in kept), steps[kept], len(rules))


def worth_trying(counts: npt.NDArray[np.int64], cases: int) -> npt.NDArray[np.int64]:
    """The rows broken neither by nearly no case nor by nearly all; labels are not looked at."""
    return np.flatnonzero((counts >= LEAST_HITS) & (counts <= cases - LEAST_HITS))


def rank(rule: Rule) -> tuple[bool, int]:
    """Rules asked of all cases come before those asked of some, then by kind."""
    return rule.given is not None, PLACES[rule.kind]


def joined(tables: Sequence[Table]) -> Table:
    """One table; of rules that the very same cases break, the one whose kind comes first stays."""
    tried = sum(table.tried for table in tables)
    tables = [table for table in tables if table.rules]
    if not tables:
        return Table((), np.zeros((0, 0), np.uint16), tried)
    rules = [rule for table in tables for rule in table.rules]
    order = sorted(range(len(rules)), key=lambda row: rank(rules[row]))
    rules = [rules[row] for row in order]
    when = np.concatenate([table.when for table in tables])[order]
    packed = np.packbits(when < NEVER, axis=1)
    weights = np.random.default_rng(0).integers(1, 2**63, packed.shape[1], np.uint64)
    keys = packed.astype(np.uint64) @ weights
    first = np.sort(np.unique(keys, return_index=True)[1])
    return Table(tuple(rules[row] for row in first), when[first], tried)


def column(steps: Sequence[int], measure: Callable[[int], bool]) -> int:
    """After how many events the first number meets the measure; NEVER if none does.

    >>> column([1, 1, 2, 3], lambda count: count > 1)
    3
    """
    return next((min(at, LAST) for at, step in enumerate(steps, 1) if measure(step)), NEVER)
