"""The fewest of some rules that decide as all of them do, wherever the log or its like has been.

At every beginning of every trace, and of traces one change away (`nearby`), all rules together
allow some activities and bar the rest, and let the case end or not. Few relations are chosen, also
between groups, that say the same at every one of them: what is barred must still be barred, what is
allowed must stay allowed. The latter asks for exclusions too: an event that is excluded holds
nobody back and owes nothing, so what excludes it there must stay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from faelled.lib.dcr.discovery.groups import nested, rows
from faelled.lib.dcr.discovery.mined import Mined, bits
from faelled.lib.dcr.discovery.nearby import allowed_part, nearby
from faelled.lib.dcr.discovery.rectangles import (
    Pair,
    Rectangle,
    fewest_that_meet,
    rectangles,
)
from faelled.lib.dcr.discovery.tree import Bools, Tree
from faelled.lib.dcr.graph import Kind


def fewest(mined: Mined, traces: Sequence[Sequence[int]]) -> list[Rectangle]:
    """Relations that allow and refuse around the log's traces what the rules do."""
    around = [allowed_part(mined, trace) for trace in nearby(traces, mined.size)]
    places = Places.of(mined, Tree([*traces, *around], mined.size))
    holding = set(_pairs(mined))
    groups = nested(mined)
    demands = Demands()
    for target in range(mined.size):
        _barred(mined, places, demands, target)
    _owed_at_ends(mined, places, demands)
    usable = rectangles(demands.meets, holding, groups, mined.size)
    chosen = fewest_that_meet(usable, demands.all)
    waivers = Demands()
    for target, where in _waived(places, chosen).items():
        _excluded_there(mined, places, waivers, target, where)
    usable = rectangles(waivers.meets, holding, groups, mined.size)
    chosen += fewest_that_meet(usable, waivers.all, chosen)
    return [*chosen, *_lets_back(mined, chosen)]


class Demands:
    """Demands numbered as they come, and for each pair of a rule the mask of those it sees to."""

    def __init__(self) -> None:
        self.meets: dict[Pair, int] = {}
        self._count = 0

    @property
    def all(self) -> int:
        return (1 << self._count) - 1

    def add(self, pairs: Sequence[Pair], columns: Sequence[Bools], needed: Bools) -> None:
        """One demand for each distinct row of the columns, wherever it is needed."""
        if not pairs or not needed.any():
            return
        table = _distinct(np.stack([column[needed] for column in columns], axis=1))
        for pair, column in zip(pairs, table.T, strict=True):
            packed = int.from_bytes(np.packbits(column, bitorder="little").tobytes(), "little")
            self.meets[pair] = self.meets.get(pair, 0) | packed << self._count
        self._count += len(table)


@dataclass(frozen=True, slots=True)
class Places:
    """What all rules say at each node: `included`, `allowed` (N x n); where all is `done` (N)."""

    tree: Tree
    executed: Bools
    included: Bools
    allowed: Bools
    done: Bools

    @classmethod
    def of(cls, mined: Mined, tree: Tree) -> "Places":
        executed = tree.executed
        included = tree.included(rows(mined.includes), rows(mined.excludes))
        undone = ~executed & included
        allowed = included.copy()
        for target, mask in enumerate(mined.conditions):
            allowed[:, target] &= ~undone[:, list(bits(mask))].any(1)
        done = np.ones(tree.nodes, bool)
        for source, mask in enumerate(mined.responses):
            for target in bits(mask):
                done &= ~(tree.last[:, source] > tree.last[:, target]) | ~included[:, target]
        return cls(tree, executed, included, allowed, done)

    def owed(self, source: int, target: int) -> Bools:
        """Where the target is owed after the source, were it included."""
        return self.tree.last[:, source] > self.tree.last[:, target]

    def excluded(self, mined: Mined, source: int, target: int) -> Bools:
        """Where the source alone has excluded the target."""
        last = self.tree.last
        again = [at for at in range(mined.size) if mined.includes[at] >> target & 1]
        since = last[:, again].max(1) if again else np.zeros(len(last), last.dtype)
        return (last[:, source] > 0) & (last[:, source] > since)


def _pairs(mined: Mined) -> Iterable[Pair]:
    for target, mask in enumerate(mined.conditions):
        yield from ((Kind.CONDITION, source, target) for source in bits(mask))
    for kind, part in ((Kind.RESPONSE, mined.responses), (Kind.EXCLUDE, mined.excludes)):
        for source, mask in enumerate(part):
            yield from ((kind, source, target) for target in bits(mask))


def _excluders(mined: Mined, target: int) -> list[int]:
    return [at for at in range(mined.size) if mined.excludes[at] >> target & 1]


def _barred(mined: Mined, places: Places, demands: Demands, target: int) -> None:
    sources, by = list(bits(mined.conditions[target])), _excluders(mined, target)
    pairs = [(Kind.CONDITION, source, target) for source in sources]
    pairs += [(Kind.EXCLUDE, source, target) for source in by]
    columns = [~places.executed[:, at] & places.included[:, at] for at in sources]
    columns += [places.excluded(mined, source, target) for source in by]
    demands.add(pairs, columns, ~places.allowed[:, target])


def _owed_at_ends(mined: Mined, places: Places, demands: Demands) -> None:
    pairs = [
        (Kind.RESPONSE, source, target)
        for source, mask in enumerate(mined.responses)
        for target in bits(mask)
    ]
    columns = [
        places.owed(source, target) & places.included[:, target] for _kind, source, target in pairs
    ]
    demands.add(pairs, columns, ~places.done)


def _excluded_there(
    mined: Mined, places: Places, demands: Demands, target: int, where: Bools
) -> None:
    by = _excluders(mined, target)
    pairs = [(Kind.EXCLUDE, source, target) for source in by]
    demands.add(pairs, [places.excluded(mined, source, target) for source in by], where)


def _waived(places: Places, chosen: Iterable[Rectangle]) -> dict[int, Bools]:
    """Where each event must be out of the case, for the chosen relations to bar no more."""
    found: dict[int, Bools] = {}
    for kind, source, target in (pair for rectangle in chosen for pair in rectangle.pairs()):
        if kind is Kind.CONDITION:
            event = source
            where = ~places.executed[:, source] & places.allowed[:, target]
        elif kind is Kind.RESPONSE:
            event = target
            where = places.owed(source, target) & places.done
        else:
            continue
        where = where & ~places.included[:, event]
        found[event] = found[event] | where if event in found else where
    return found


def _lets_back(mined: Mined, chosen: Iterable[Rectangle]) -> list[Rectangle]:
    """The includes of what is still excluded by something."""
    excluded = {at for rule in chosen if rule.kind is Kind.EXCLUDE for at in rule.targets}
    return [
        Rectangle(Kind.INCLUDE, frozenset({source}), frozenset({target}))
        for source, mask in enumerate(mined.includes)
        for target in bits(mask)
        if target in excluded
    ]


def _distinct(table: Bools) -> Bools:
    """The rows that differ. They are told apart by sums of 64 bits with random weights."""
    packed = np.packbits(table, axis=1)
    weights = np.random.default_rng(0).integers(1, 2**63, packed.shape[1], np.uint64)
    keys = packed.astype(np.uint64) @ weights
    found: Bools = table[np.unique(keys, return_index=True)[1]]
    return found
