"""Rules between groups: one relation that says the same of many pairs, and the fewest such.

A *demand* is something a choice of rules must see to (a place where an activity must stay barred).
Every pair of a kind of rule, source and target sees to some demands; a relation between two groups
sees to what its pairs do, and may be used if each of its pairs holds.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from faelled.lib.dcr.graph import Kind

Pair: TypeAlias = tuple[Kind, int, int]


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A relation between two sets of activities, for the full product of them."""

    kind: Kind
    sources: frozenset[int]
    targets: frozenset[int]

    def pairs(self) -> list[Pair]:
        return [(self.kind, one, other) for one in self.sources for other in self.targets]


def rectangles(
    meets: Mapping[Pair, int], holding: set[Pair], groups: Sequence[frozenset[int]], size: int
) -> dict[Rectangle, int]:
    """Every usable relation that sees to something, with the mask of its demands.

    `holding` are the pairs that may be used; `meets` says what each pair sees to.
    """
    ends = [frozenset({at}) for at in range(size)] + list(groups)
    found: dict[Rectangle, int] = {}
    for kind in sorted({pair[0] for pair in holding}):
        for sources in ends:
            allowed = [at for at in range(size) if all((kind, s, at) in holding for s in sources)]
            within = set(allowed)
            for targets in ends:
                if not targets <= within:
                    continue
                mask = 0
                for source in sources:
                    for target in targets:
                        mask |= meets.get((kind, source, target), 0)
                if mask:
                    found[Rectangle(kind, sources, targets)] = mask
    return found


def fewest_that_meet(
    masks: Mapping[Rectangle, int], demands: int, given: Sequence[Rectangle] = ()
) -> list[Rectangle]:
    """A small choice that sees to all demands any can see to; `given` are chosen already.

    Greedy, the relation that sees to the most of what is left; then those that turn out to be
    needless are left out again.
    """
    left = demands
    for rectangle in given:
        left &= ~masks.get(rectangle, 0)
    order = list(masks)
    heap = [(-(masks[rectangle] & left).bit_count(), at) for at, rectangle in enumerate(order)]
    heapq.heapify(heap)
    chosen: list[Rectangle] = []
    wanted = left
    while heap and left:
        _old, at = heapq.heappop(heap)
        gain = (masks[order[at]] & left).bit_count()
        if not gain:
            continue
        if heap and gain < -heap[0][0]:
            heapq.heappush(heap, (-gain, at))
            continue
        chosen.append(order[at])
        left &= ~masks[order[at]]
    return _without_needless(chosen, masks, wanted)


def _without_needless(
    chosen: list[Rectangle], masks: Mapping[Rectangle, int], wanted: int
) -> list[Rectangle]:
    kept = list(chosen)
    for rectangle in chosen:  # the earliest were chosen with the least knowledge
        others = 0
        for other in kept:
            if other is not rectangle:
                others |= masks[other]
        if not masks[rectangle] & wanted & ~others:
            kept.remove(rectangle)
    return kept
