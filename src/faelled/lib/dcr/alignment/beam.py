"""A good alignment quickly, where the best was not found within the bounds: a beam search."""

from collections.abc import Iterable

from faelled.lib.dcr.alignment.search import SKIP, Node, Search, Step

WIDTH = 100
MOST_LOOKS = 5_000_000  # at places of the trace, by the lower bounds of the nodes: some seconds
MOST_ENDINGS = 2_000


def good_way(search: Search, most: int) -> list[Step] | None:
    """The steps of an alignment with at most `most` deviations; None where there is none, or none
    was found in `MOST_LOOKS`: a trace of thousands of steps must not outlast its budget by hours.

    Nodes are taken by how many deviations they cost; of each number the WIDTH most promising.
    """
    came: dict[Node, tuple[Node, Step] | None] = {search.start: None}
    layer: list[Node] = [search.start]
    looks, weight = 0, 1 + search.events // 30
    for _cost in range(most + 1):
        layer = _gone_along(search, layer, came)
        goal = next((node for node in layer if search.done(node)), None)
        if goal is not None:
            return _way(came, goal)
        looks += weight * sum(search.length - place for place, _state in layer)
        if looks > MOST_LOOKS:
            return None
        layer = _promising(search, layer)
        following: list[Node] = []
        for node in layer:
            for step, target, price in search.following(node):
                if price and target not in came:
                    came[target] = (node, step)
                    following.append(target)
        layer = following
    return None


def plain_way(search: Search) -> list[Step] | None:
    """The steps of taking all that can be taken in turn, leaving out the rest, and then ending the
    shortest way: found at once, however long the trace. None where no end is near."""
    node, way = search.start, list[Step]()
    while node[0] < search.length:
        along = [(step, target) for step, target, price in search.following(node) if not price]
        step, node = along[0] if along else (SKIP, (node[0] + 1, node[1]))
        way.append(step)
    came: dict[Node, tuple[Node, Step] | None] = {node: None}
    for here in (waiting := [node]):
        if search.done(here):
            return way + _way(came, here)
        for step, target, _price in search.following(here):
            if target not in came and len(came) < MOST_ENDINGS:
                came[target] = (here, step)
                waiting.append(target)
    return None


def _gone_along(
    search: Search, layer: Iterable[Node], came: dict[Node, tuple[Node, Step] | None]
) -> list[Node]:
    """The layer, and all that the trace leads to from it at no cost."""
    waiting, found = list(layer), []
    while waiting:
        node = waiting.pop()
        found.append(node)
        for step, target, price in search.following(node):
            if not price and target not in came:
                came[target] = (node, step)
                waiting.append(target)
    return found


def _promising(search: Search, layer: list[Node]) -> list[Node]:
    return sorted(layer, key=lambda node: (search.bound(node), -node[0]))[:WIDTH]


def _way(came: dict[Node, tuple[Node, Step] | None], node: Node) -> list[Step]:
    found: list[Step] = []
    step = came[node]
    while step is not None:
        node, taken = step
        found.append(taken)
        step = came[node]
    return found[::-1]
