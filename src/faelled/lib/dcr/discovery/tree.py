"""All beginnings of all traces as one tree, with what has happened at each as NumPy arrays.

A rule that can bar an activity does so at a set of nodes; it holds if no case went on from one of
them with that activity. So candidates are tested and counted many at a time.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int32]
Floats: TypeAlias = NDArray[np.float64]

MOST_CELLS = 200_000_000


class LogTooLarge(ValueError):
    """The log has more beginnings times activities than can be held; the message says how many."""


class Tree:
    """Nodes in order of depth, the root first. N nodes, n activities, V traces.

    `parent`, `event` (N): where a node comes from and by which activity; -1 at the root.
    `ends` (V): the node where each trace ends.
    `arrivals` (n): the nodes that each activity leads to.
    `last` (N x n): when each activity happened last, counted from 1; 0 where it has not.
    """

    def __init__(self, traces: Sequence[Sequence[int]], size: int) -> None:
        self.size = size
        parent, event, depth, ends = _grown(traces, size)
        if len(parent) * size > MOST_CELLS:
            raise LogTooLarge(
                f"{len(parent)} forløb gange {size} aktiviteter er for mange for better."
            )
        order = np.argsort(np.array(depth), kind="stable")
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        self.parent: Ints = np.where(order > 0, place[np.array(parent)[order]], -1).astype(np.int32)
        self.event: Ints = np.array(event, np.int32)[order]
        self.ends: Ints = place[np.array(ends, np.int64)].astype(np.int32)
        starts = np.searchsorted(np.array(depth)[order], np.arange(max(depth) + 2))
        self.levels = [slice(a, b) for a, b in pairwise(starts[1:].tolist())]
        self.arrivals = [np.flatnonzero(self.event == at) for at in range(size)]
        self.last: Ints = np.zeros((len(order), size), np.int32)
        for number, level in enumerate(self.levels, start=1):
            self.last[level] = self.last[self.parent[level]]
            self.last[np.arange(level.start, level.stop), self.event[level]] = number

    @property
    def nodes(self) -> int:
        return len(self.parent)

    @property
    def executed(self) -> Bools:
        return self.last > 0

    def visits(self, weights: Floats) -> Floats:
        """How often each node is passed when each trace counts its weight (V); (N)."""
        found = np.zeros(self.nodes)
        np.add.at(found, self.ends, weights)
        for level in reversed(self.levels):
            np.add.at(found, self.parent[level], found[level])
        return found

    def followed(self, at_nodes: Bools, visits: Floats) -> Floats:
        """For each column of `at_nodes` (N x k) and each activity, how often the activity came at
        one of the column's nodes; (k x n)."""
        found = np.zeros((at_nodes.shape[1], self.size))
        for at, children in enumerate(self.arrivals):
            passed = children[visits[children] > 0]
            found[:, at] = visits[passed] @ at_nodes[self.parent[passed]]
        return found

    def included(self, includes: Bools, excludes: Bools) -> Bools:
        """What is included at each node, under rules by source and target (n x n); (N x n)."""
        found = np.ones((self.nodes, self.size), bool)
        for level in self.levels:
            event = self.event[level]
            found[level] = found[self.parent[level]] & ~excludes[event] | includes[event]
        return found

    def worst_on_the_way(self, at_edges: Floats) -> Floats:
        """The largest of the values (N, of the step into each node) on the way to each node."""
        found = at_edges.copy()
        for level in self.levels:
            found[level] = np.maximum(found[level], found[self.parent[level]])
        return found


def _grown(
    traces: Sequence[Sequence[int]], size: int
) -> tuple[list[int], list[int], list[int], list[int]]:
    parent, event, depth, ends = [0], [-1], [0], []
    nodes: dict[int, int] = {}
    for trace in traces:
        node = 0
        for at in trace:
            key = node * size + at
            child = nodes.get(key)
            if child is None:
                child = nodes[key] = len(parent)
                parent.append(node)
                event.append(at)
                depth.append(depth[node] + 1)
            node = child
        ends.append(node)
    return parent, event, depth, ends
