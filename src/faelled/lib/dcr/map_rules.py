"""Which rules a map shows, and in which order the steps come.

A graph of thirty steps has hundreds of rules; drawn all at once they hide one another. The map
draws the *way*: what comes before what, without the shortcuts that follow from the rest. Every rule
is kept for the list beside it, and for the reader who wants them all on the map.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from faelled.lib.dcr.flatten import flatten, members, roles_of
from faelled.lib.dcr.graph import Graph, Kind, Relation

# Kinds that say "this before that", strongest first: an edge looks like its strongest rule.
WAY = (Kind.RESPONSE, Kind.CONDITION, Kind.SPAWN, Kind.INCLUDE, Kind.MILESTONE)
# More pairs than this from one rule are a crowd.
FEW = 3
REST = (Kind.EXCLUDE, Kind.CANCEL, Kind.UPDATE)


@dataclass(frozen=True, slots=True)
class DrawnRule:
    """All rules of a group of kinds from one step to another, as one line.

    `main`: part of the way; the others are drawn on demand. `back`: against the order of the map.
    """

    source: str
    target: str
    kinds: tuple[Kind, ...]
    main: bool
    back: bool
    guarded: bool

    @property
    def kind(self) -> Kind:
        """The kind it is drawn as."""
        return self.kinds[0]


@dataclass(frozen=True, slots=True)
class DrawnRules:
    """`rank`: how many steps of the way lie before each. `once`: steps that bar themselves.
    `roles`: who does each."""

    rank: Mapping[str, int]
    rules: tuple[DrawnRule, ...]
    once: frozenset[str]
    roles: Mapping[str, tuple[str, ...]]


def drawn_rules(graph: Graph) -> DrawnRules:
    """The rules of a graph as lines for its map. InvalidGraph when the graph contradicts itself."""
    flat = flatten(graph)
    ids = [event.id for event in flat.events]
    phases = {phase.id: at for at, phase in enumerate(flat.phases)}
    phase_of = {event.id: phases.get(event.phase, -1) for event in flat.events}
    pairs = _pairs(flat.relations, WAY)
    forward = _forward(ids, pairs | _inside(flat, pairs), phase_of)
    rank = _ranks(ids, forward)
    forward &= pairs.keys()
    kept = _without_shortcuts(ids, forward)
    kept -= _crowd(graph, kept, rank)
    rules = [
        _rule(pair, same, WAY, main=_is_way(pair, same, kept, forward), forward=forward)
        for pair, same in pairs.items()
    ]
    for pair, same in _pairs(flat.relations, REST).items():
        rules.append(_rule(pair, same, REST, main=False, forward=forward))
    once = {r.source for r in flat.relations if r.kind is Kind.EXCLUDE and r.source == r.target}
    return DrawnRules(rank, tuple(rules), frozenset(once), roles_of(graph))


Pair = tuple[str, str]


def _pairs(relations: Sequence[Relation], kinds: Sequence[Kind]) -> dict[Pair, list[Relation]]:
    found: dict[Pair, list[Relation]] = {}
    for rule in relations:
        if rule.kind in kinds and rule.source != rule.target:
            found.setdefault((rule.source, rule.target), []).append(rule)
    return found


def _inside(flat: Graph, pairs: Mapping[Pair, list[Relation]]) -> dict[Pair, list[Relation]]:
    """What lies in a sub-process comes before it is done, and after what lets it begin. Never
    drawn."""
    found: dict[Pair, list[Relation]] = {}
    for event in flat.events:
        if event.parent is not None:
            found[event.id, event.parent] = []
            for source, target in pairs:
                if target == event.parent and source != event.id:
                    found[source, event.id] = []
    return found


def _rule(
    pair: Pair, same: list[Relation], order: Sequence[Kind], *, main: bool, forward: set[Pair]
) -> DrawnRule:
    kinds = tuple(kind for kind in order if any(rule.kind is kind for rule in same))
    guarded = all(rule.guard for rule in same)
    return DrawnRule(*pair, kinds, main, pair not in forward, guarded)


def _is_way(pair: Pair, same: list[Relation], kept: set[Pair], forward: set[Pair]) -> bool:
    """Onward: all but a mere bar, unless a longer way says it. Back: only what must be done."""
    kinds = {rule.kind for rule in same}
    if pair in forward:
        return pair in kept and kinds != {Kind.MILESTONE}
    return Kind.RESPONSE in kinds


def _crowd(graph: Graph, kept: set[Pair], rank: Mapping[str, int]) -> set[Pair]:
    """What a rule between whole groups adds beyond one line into each step.

    "All of these before all of those" is a line for every two; the nearest says enough.
    """
    inside = members(graph)
    narrow = {
        (source, target)
        for rule in graph.relations
        if len(inside[rule.source]) * len(inside[rule.target]) <= FEW
        for source in inside[rule.source]
        for target in inside[rule.target]
    }
    reached = {target for source, target in kept & narrow}
    crowd: set[Pair] = set()
    for pair in sorted(kept - narrow, key=lambda pair: (-rank[pair[0]], pair)):
        if pair[1] in reached:
            crowd.add(pair)
        reached.add(pair[1])
    return crowd


def _forward(
    ids: Sequence[str], pairs: Mapping[Pair, object], phase: Mapping[str, int]
) -> set[Pair]:
    """The pairs that agree with the phases, with the rings among them opened depth first."""
    onward: dict[str, list[str]] = {id: [] for id in ids}
    for source, target in pairs:
        if phase[source] <= phase[target] or phase[target] < 0:
            onward[source].append(target)
    has_before = {target for targets in onward.values() for target in targets}
    kept: set[Pair] = set()
    state = dict.fromkeys(ids, "new")
    for start in sorted(ids, key=lambda id: id in has_before):
        stack = [(start, iter(onward[start]))] if state[start] == "new" else []
        state[start] = "open" if stack else state[start]
        while stack:
            here, rest = stack[-1]
            target = next(rest, "")
            if not target:
                state[here] = "done"
                stack.pop()
            elif state[target] != "open":
                kept.add((here, target))
                if state[target] == "new":
                    state[target] = "open"
                    stack.append((target, iter(onward[target])))
    return kept


def _after(ids: Sequence[str], forward: set[Pair]) -> tuple[list[str], dict[str, set[str]]]:
    """The steps in an order that agrees with `forward`, and what can be reached from each."""
    before = dict.fromkeys(ids, 0)
    onward: dict[str, list[str]] = {id: [] for id in ids}
    for source, target in forward:
        onward[source].append(target)
        before[target] += 1
    order = [id for id in ids if not before[id]]
    for id in order:
        for target in onward[id]:
            before[target] -= 1
            if not before[target]:
                order.append(target)
    reach: dict[str, set[str]] = {}
    for id in reversed(order):
        reach[id] = set(onward[id]).union(*(reach[target] for target in onward[id]))
    return order, reach


def _without_shortcuts(ids: Sequence[str], forward: set[Pair]) -> set[Pair]:
    """The pairs that no longer way replaces (the transitive reduction)."""
    _, reach = _after(ids, forward)
    onward: dict[str, set[str]] = {id: set() for id in ids}
    for source, target in forward:
        onward[source].add(target)
    return {
        (source, target)
        for source, target in forward
        if not any(target in reach[other] for other in onward[source] if other != target)
    }


def _ranks(ids: Sequence[str], forward: set[Pair]) -> dict[str, int]:
    order, _ = _after(ids, forward)
    rank = dict.fromkeys(ids, 0)
    onward: dict[str, list[str]] = {id: [] for id in ids}
    for source, target in forward:
        onward[source].append(target)
    for id in order:
        for target in onward[id]:
            rank[target] = max(rank[target], rank[id] + 1)
    return rank
