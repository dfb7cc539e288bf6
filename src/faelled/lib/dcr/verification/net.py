"""A graph as masks over its events, ready to be searched.

Groups are worked out, a template stands as its first few copies, and a guard that the data cannot
change is decided. What lies in a sub-process has the sub-process's own conditions and milestones
too, for it is enabled only when that is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from faelled.lib.dcr.errors import InvalidGraph
from faelled.lib.dcr.expand import events_there, relations_there
from faelled.lib.dcr.flatten import flatten, spawned_wrongly
from faelled.lib.dcr.graph import Event, EventType, Graph, Kind, Relation
from faelled.lib.dcr.guards import parse
from faelled.lib.dcr.verification.choices import Choices, Said, decided
from faelled.lib.dcr.verification.copied import Copy, copies_of, room_for
from faelled.lib.dcr.verification.lengths import Lengths

State = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one execution does to a marking, for one way its guards can turn out.

    `owed`: the target, the units it has, and whether a running deadline gives way. `spawned`:
    places of templates.
    """

    cancelled: int = 0
    pending: int = 0
    excluded: int = 0
    included: int = 0
    owed: tuple[tuple[int, int, bool], ...] = ()
    spawned: tuple[str, ...] = ()


@dataclass(slots=True)
class Rules:
    """What concerns one event, as masks over the events.

    `delays`: source, units, and whether a guard can lift it. `around`: the sub-processes it lies
    in, innermost first. `inside`: what a sub-process holds; None: it is a step.
    """

    bit: int
    conditions: int = 0
    guarded_conditions: int = 0
    milestones: int = 0
    guarded_milestones: int = 0
    delays: list[tuple[int, int, bool]] = field(default_factory=list)
    outcomes: tuple[Outcome, ...] = (Outcome(),)
    around: tuple[int, ...] = ()
    inside: int | None = None


@dataclass(frozen=True, slots=True)
class Net:
    """A graph as masks. `read`: the events that conditions read; `returning`: those that something
    can include. `limits`: what was left out, in Danish. `depends`: guards have a say."""

    events: tuple[str, ...]
    rules: tuple[Rules, ...]
    begin: State
    read: int
    returning: int
    holders: tuple[int, ...]
    copies: Mapping[str, tuple[Copy, ...]]
    lengths: Lengths
    tried_all: bool
    depends: bool
    limits: tuple[str, ...]

    def reduced(self, executed: int, pending: int, included: int) -> State:
        """The marking without the bits that change nothing later."""
        live = included | self.returning
        return executed & self.read & live, pending & live, included

    def there(self, included: int) -> int:
        """What is part of the case: not what lies in an excluded sub-process."""
        for holder in self.holders:
            rule = self.rules[holder]
            if not included & rule.bit:
                included &= ~(rule.inside or 0)
        return included


def net_of(graph: Graph, *, copies: int) -> Net:
    """Compile. `copies`: how many of each template there is room for. InvalidGraph when the graph
    contradicts itself."""
    flat = flatten(graph)
    wrong = spawned_wrongly(flat)
    if wrong:
        raise InvalidGraph(tuple(wrong))
    instances = room_for(flat, copies)
    there = [event for event, _around in events_there(flat, instances)]
    index = {event.id: at for at, event in enumerate(there)}
    rules = tuple(Rules(1 << at) for at in range(len(there)))
    _nest(there, index, rules)
    lengths = Lengths.of(flat)
    limits = [*lengths.limits]
    compiled = _Compiling(flat, index, rules, lengths)
    for rule, around in relations_there(flat, instances):
        compiled.take(rule, around.innermost)
    tried_all = compiled.finish()
    if compiled.fixed:
        names = ", ".join(f"»{name}«" for name in sorted(compiled.fixed))
        limits.append(f"Grafens egne værdier er regnet som faste: {names}.")
    _pass_down(rules)
    begin = flat.initial
    templates = {event.id for event in flat.events if event.type is EventType.TEMPLATE}
    first = [
        _mask((id for id in part if id in index and id not in templates), index)
        for part in (begin.executed, begin.pending, begin.included)
    ]
    return Net(
        tuple(index),
        rules,
        (first[0], first[1], first[2]),
        read=compiled.read,
        returning=compiled.returning,
        holders=tuple(at for at, rule in enumerate(rules) if rule.inside is not None),
        copies=copies_of(flat, instances, index),
        lengths=lengths,
        tried_all=tried_all,
        depends=compiled.depends,
        limits=tuple(limits),
    )


def _mask(ids: Iterable[str], index: Mapping[str, int]) -> int:
    return sum(1 << index[id] for id in set(ids))


def _nest(there: list[Event], index: Mapping[str, int], rules: tuple[Rules, ...]) -> None:
    for at, event in enumerate(there):
        if event.type is not EventType.ACTIVITY and rules[at].inside is None:
            rules[at].inside = 0
        parent, around = event.parent, list[int]()
        while parent is not None and parent in index:
            around.append(index[parent])
            parent = there[index[parent]].parent
        rules[at].around = tuple(around)
        for holder in around:
            rules[holder].inside = (rules[holder].inside or 0) | 1 << at


def _pass_down(rules: tuple[Rules, ...]) -> None:
    """What bars a sub-process bars what is inside it."""
    own = [
        (r.conditions, r.guarded_conditions, r.milestones, r.guarded_milestones, tuple(r.delays))
        for r in rules
    ]
    for rule in rules:
        for holder in rule.around:
            conditions, guarded, milestones, guarded_milestones, delays = own[holder]
            rule.conditions |= conditions
            rule.guarded_conditions |= guarded
            rule.milestones |= milestones
            rule.guarded_milestones |= guarded_milestones
            rule.delays.extend(delays)


class _Compiling:
    """Takes the relations one by one, and the effects together at the end."""

    def __init__(
        self, flat: Graph, index: Mapping[str, int], rules: tuple[Rules, ...], lengths: Lengths
    ) -> None:
        self._flat, self._index, self._rules, self._lengths = flat, index, rules, lengths
        self._effects: dict[int, list[tuple[Relation, Said | None]]] = {}
        self.read = self.returning = 0
        self.depends = False
        self.fixed: frozenset[str] = frozenset()

    def take(self, rule: Relation, copy: str) -> None:
        waits = rule.kind in (Kind.CONDITION, Kind.MILESTONE)
        holds = decided(self._flat, rule.guard, unset=waits)
        guarded = rule.guard is not None and holds is None
        self.depends = self.depends or guarded
        if rule.guard is not None and not guarded:
            self.fixed |= parse(rule.guard).names
        if holds is False:
            return
        source = self._index[rule.source]
        if not waits:
            key = (copy, rule.guard) if guarded and rule.guard is not None else None
            self._effects.setdefault(source, []).append((rule, key))
            return
        target, bit = self._rules[self._index[rule.target]], 1 << source
        if rule.kind is Kind.MILESTONE:
            name = "guarded_milestones" if guarded else "milestones"
        else:
            name = "guarded_conditions" if guarded else "conditions"
            self.read |= bit
            units = self._lengths.units(rule.delay)
            if units:
                target.delays.append((source, units, guarded))
        setattr(target, name, getattr(target, name) | bit)

    def finish(self) -> bool:
        """The outcomes of every event; False when some had too many guards to try all ways."""
        whole = True
        for at, found in self._effects.items():
            self.returning |= sum(
                {1 << self._index[r.target] for r, _ in found if r.kind is Kind.INCLUDE}
            )
            choices = Choices.of(key for _, key in found if key is not None)
            whole = whole and choices.whole
            outcomes: dict[Outcome, None] = {}
            for truths in choices.ways():
                active = [rule for rule, key in found if key is None or truths[key]]
                outcomes[self._outcome(active)] = None
            self._rules[at].outcomes = tuple(outcomes)
        return whole

    def _outcome(self, rules: list[Relation]) -> Outcome:
        masks = dict.fromkeys((Kind.CANCEL, Kind.RESPONSE, Kind.EXCLUDE, Kind.INCLUDE), 0)
        for rule in rules:
            if rule.kind in masks:
                masks[rule.kind] |= 1 << self._index[rule.target]
        owed = tuple(sorted(self._owed(rules)))
        cancelled, pending, excluded, included = masks.values()
        return Outcome(cancelled, pending, excluded, included, owed, _spawned(rules))

    def _owed(self, rules: list[Relation]) -> Iterator[tuple[int, int, bool]]:
        for rule in rules:
            if rule.kind is Kind.RESPONSE and rule.deadline is not None:
                yield self._index[rule.target], self._lengths.units(rule.deadline), rule.restart


def _spawned(rules: list[Relation]) -> tuple[str, ...]:
    return tuple(rule.target for rule in rules if rule.kind is Kind.SPAWN)
