"""A* over (place in the trace, state of the graph), within bounds of memory and patience.

Nodes wait in one pile for each possible total cost, the newest on top. A node's own lower bound is
worked out first when it is taken; until then its parent's stands for it. A state reached again more
cheaply is searched again, so the bound need not be consistent, only never too high.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from faelled.lib.dcr.alignment.landmarks import Landmarks
from faelled.lib.dcr.alignment.problem import Places
from faelled.lib.dcr.alignment.steps import Steps
from faelled.lib.dcr.core import State

Node: TypeAlias = tuple[int, State]
# A step between nodes: -1 skips the place; otherwise the event, and whether the trace goes along.
Step: TypeAlias = tuple[int, bool]
SKIP: Step = (-1, False)
FREE = 1 << 60


@dataclass(slots=True)
class Reached:
    """How a search ended: `goal` is the last node of an alignment of the least cost, or None
    where it was given up. No alignment costs less than `bound`; it is less than the cost only where
    a cheaper one might need more copies of a template than there was room for (`cut`: what such a
    one costs at least; FREE where there was room). None and no node left: there is no alignment."""

    goal: Node | None
    bound: int
    cut: int
    came: dict[Node, tuple[Node, Step] | None]

    def way(self) -> list[Step]:
        """The steps from the start to the goal."""
        found: list[Step] = []
        step = None if self.goal is None else self.came[self.goal]
        while step is not None:
            node, taken = step
            found.append(taken)
            step = self.came[node]
        return found[::-1]


@dataclass(slots=True)
class _Open:
    """The nodes that wait, by what an alignment through them costs at least."""

    piles: list[list[tuple[int, Node]]] = field(default_factory=list)
    lowest: int = 0

    def add(self, total: int, cost: int, node: Node) -> None:
        while len(self.piles) <= total:
            self.piles.append([])
        self.piles[total].append((cost, node))

    def take(self) -> tuple[int, Node] | None:
        while self.lowest < len(self.piles):
            if self.piles[self.lowest]:
                return self.piles[self.lowest].pop()
            self.lowest += 1
        return None


class Search:
    """The search for the best alignment of one trace."""

    def __init__(self, steps: Steps, places: Places) -> None:
        self._steps, self._places = steps, places
        self._marks = Landmarks(steps.model, places)
        self.length, self.events = len(places.masks), len(steps.model.core.events)
        self._bounds: dict[Node, int] = {}
        self.start: Node = (0, steps.model.reduced(steps.model.start))

    def best(self, most: int, give_up: Callable[[], bool]) -> Reached:
        """Search until the best is found, `most` nodes are kept, or `give_up` says so."""
        costs, cut = {self.start: 0}, FREE
        came: dict[Node, tuple[Node, Step] | None] = {self.start: None}
        waiting = _Open()
        waiting.add(0, 0, self.start)
        while (taken := waiting.take()) is not None:
            cost, node = taken
            if cost > costs[node]:
                continue
            if len(costs) >= most or give_up():
                return Reached(None, min(waiting.lowest, cut), cut, came)
            total = cost + self.bound(node)
            if total > waiting.lowest:
                waiting.add(total, cost, node)
                continue
            if self.done(node):
                return Reached(node, min(cost, cut), cut, came)
            cut = min(cut, cost + self._cut_short(node))
            for step, target, price in self.following(node):
                if cost + price < costs.get(target, FREE):
                    costs[target] = cost + price
                    came[target] = (node, step)
                    waiting.add(max(waiting.lowest, cost + price), cost + price, target)
        return Reached(None, min(waiting.lowest, cut), cut, came)

    def _cut_short(self, node: Node) -> int:
        """What the first step costs, from here, that there is no room for."""
        place, state = node
        choices = self._places.choices[place] if place < self.length else ()
        found = self._steps.cut_short(state, choices) if self._steps.model.copied else None
        return FREE if found is None else found

    def bound(self, node: Node) -> int:
        found = self._bounds.get(node)
        if found is None:
            found = self._bounds[node] = self._marks.bound(node[1], node[0])
        return found

    def done(self, node: Node) -> bool:
        place, state = node
        return place == self.length and self._steps.model.core.accepting(state)

    def following(self, node: Node) -> Iterator[tuple[Step, Node, int]]:
        """(step, node, price), the most promising last: it is on top of the pile."""
        place, state = node
        for at, target in self._steps.alone(state):
            yield (at, False), (place, target), 1
        if place < self.length:
            yield SKIP, (place + 1, state), 1
            for at in self._places.choices[place]:
                after = self._steps.run(state, at)
                if after is not None:
                    yield (at, True), (place + 1, after), 0
