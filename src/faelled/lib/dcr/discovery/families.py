"""Families of candidate rules, each with how much the log had to say about it.

A rule that bars activity j at a set of nodes holds when no case ever went on with j from there.
That says little if the cases were seldom there or j is rare. *Expected* is how often j would have
come there had the rule nothing to do with it: the cases' steps from those nodes times j's share of
all steps. For a response it is the number of cases that would have ended without the answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from faelled.lib.dcr.discovery.mined import bits
from faelled.lib.dcr.discovery.tree import Bools, Floats, Tree

# Each by source and target: the source, once done, excludes the target for good.
ONCE, NEVER_TOGETHER, NEVER_AFTER, NEVER_BACK = "once", "together", "after", "back"
EXCLUSIONS = (ONCE, NEVER_TOGETHER, NEVER_AFTER, NEVER_BACK)
AGAIN = "again"  # by activity: not again before one of some others has happened
PRECEDENCE, WAIVED = "precedence", "waived"  # by source and target: a condition
CONDITIONS = (PRECEDENCE, WAIVED)
ANSWER, EXCUSED = "answer", "excused"  # by source and target: a response
RESPONSES = (ANSWER, EXCUSED)


@dataclass(frozen=True, slots=True)
class Family:
    """Candidates: which hold (n x n, source and target), and what was expected of each."""

    holds: Bools
    expected: Floats

    def trusted(self, least: float) -> Bools:
        """Those that hold although at least so much was expected."""
        return self.holds & (self.expected >= least)


@dataclass(frozen=True, slots=True)
class Counted:
    """A tree seen through weights of its traces: what a part of the log shows.

    `visits` (N); `shares` (n): each activity's part of all steps.
    """

    tree: Tree
    weights: Floats
    visits: Floats
    going: Floats
    shares: Floats

    @classmethod
    def of(cls, tree: Tree, weights: Floats) -> "Counted":
        visits = tree.visits(weights)
        ended = np.zeros(tree.nodes)
        np.add.at(ended, tree.ends, weights)
        steps = np.bincount(tree.event[1:], visits[1:], tree.size)
        return cls(tree, weights, visits, visits - ended, steps / max(steps.sum(), 1.0))

    def barring(self, at_nodes: Bools) -> Family:
        """Every rule that bars an activity at the nodes of a column (N x k); (k x n)."""
        known = self.shares > 0
        holds = (self.tree.followed(at_nodes, self.visits) == 0) & known
        return Family(holds, np.outer(self.going @ at_nodes, self.shares))


def exclusions(counted: Counted) -> Mapping[str, Family]:
    """What is never seen again after something.

    NEVER_BACK is apart from NEVER_AFTER because the published miner does not have it: the target
    happens once at most, and mostly before the source; so their order may be mere habit.
    """
    executed = counted.tree.executed
    found = counted.barring(executed)
    holds = found.holds & (counted.shares > 0)[:, None]
    same = np.eye(len(holds), dtype=bool)
    both = holds & holds.T & ~same
    one = holds & ~holds.T & ~same
    once = np.diag(holds)[None, :]
    parts = {
        ONCE: holds & same,
        NEVER_TOGETHER: both,
        NEVER_AFTER: one & ~once,
        NEVER_BACK: one & once,
    }
    return {name: Family(part, found.expected) for name, part in parts.items()}


def conditions(counted: Counted, included: Bools) -> Mapping[str, Family]:
    """What must have happened first: always, or (WAIVED) unless it is out of the case."""
    undone = ~counted.tree.executed
    found = counted.barring(undone & included)
    holds = found.holds & (counted.shares > 0)[:, None] & ~np.eye(len(undone[0]), dtype=bool)
    always = counted.tree.followed(undone, counted.visits) == 0
    return {
        PRECEDENCE: Family(holds & always, found.expected),
        WAIVED: Family(holds & ~always, found.expected),
    }


def responses(counted: Counted, included: Bools) -> Mapping[str, Family]:
    """What is done after the last time of something: always, or (EXCUSED) unless it is out of the
    case at the end. By chance, half of the cases that have both would have them in this order."""
    tree, seen = counted.tree, counted.weights > 0
    ends, weights = tree.ends[seen], counted.weights[seen]
    last, stays = tree.last[ends], included[ends]
    happened = last > 0
    part = (weights @ happened) / max(weights.sum(), 1.0)
    size = tree.size
    always, excused = np.zeros((size, size), bool), np.zeros((size, size), bool)
    for source in np.flatnonzero(part):
        answered = (last > last[:, [source]])[happened[:, source]]
        always[source] = answered.all(0)
        excused[source] = (answered | ~stays[happened[:, source]]).all(0)
    known = part > 0
    other = ~np.eye(size, dtype=bool) & known & known[:, None]
    expected = np.outer(weights @ happened, 1 - part / 2)
    return {
        ANSWER: Family(always & other, expected),
        EXCUSED: Family(excused & ~always & other, expected),
    }


@dataclass(frozen=True, slots=True)
class Again:
    """An activity that comes again only after one of some others: it excludes itself, they include
    it. `between`: those others, as a mask."""

    activity: int
    between: int
    expected: float


def repeats(trace: Sequence[int]) -> set[tuple[int, int]]:
    """What lies between an activity and its next time: pairs of it and a mask of the others.

    >>> sorted(repeats((0, 1, 0, 2, 2)))
    [(0, 2), (2, 0)]
    """
    since: dict[int, int] = {}
    found = set()
    for at in trace:
        if at in since:
            found.add((at, since[at]))
        since = {other: mask | 1 << at for other, mask in since.items()}
        since[at] = 0
    return found


def barred_again(tree: Tree, again: Again) -> Bools:
    """The nodes where it has happened and none of the others since (N)."""
    others = list(bits(again.between))
    mine = tree.last[:, again.activity]
    barred: Bools = (mine > 0) & (mine > tree.last[:, others].max(1))
    return barred


def agains(counted: Counted, repeated: Sequence[set[tuple[int, int]]]) -> list[Again]:
    """For each activity that repeats, the fewest others of which one is always between.

    `repeated`: `repeats` of each trace. The others are found greedily.
    """
    gaps: dict[int, set[int]] = {}
    for weight, pairs in zip(counted.weights, repeated, strict=True):
        if weight > 0:
            for at, mask in pairs:
                gaps.setdefault(at, set()).add(mask)
    found = []
    for at, masks in sorted(gaps.items()):
        if 0 in masks:
            continue
        again = Again(at, _one_in_each(masks), 0.0)
        going = counted.going[barred_again(counted.tree, again)].sum()
        found.append(Again(at, again.between, float(going * counted.shares[at])))
    return found


def _one_in_each(masks: set[int]) -> int:
    """A small set that meets every set; each time the element that meets most of the rest."""
    chosen = 0
    rest = list(masks)
    while rest:
        counts: dict[int, int] = {}
        for mask in rest:
            for at in bits(mask):
                counts[at] = counts.get(at, 0) + 1
        best = max(counts, key=lambda at: (counts[at], -at))
        chosen |= 1 << best
        rest = [mask for mask in rest if not mask >> best & 1]
    return chosen
