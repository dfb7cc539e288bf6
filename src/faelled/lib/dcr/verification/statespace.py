"""Every marking a graph can come to, as small integers, searched breadth first.

A marking is three bit masks (executed, pending, included). Bits that change nothing later are
dropped, which makes real graphs small enough to search whole: the executed bit of an event that no
condition reads (execution equivalence, Debois and Christfort 2023), and every bit of an event that
is excluded and that nothing includes again.

Time is left out (delays have passed, deadlines are met), and so are the data: a guard may turn out
either way, every time, but a guard and its negation never both. What is found impossible is
therefore impossible; a marking that is found may be one that the data rule out, and a step on which
a guard had a say is not *certain*.
"""

from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from faelled.lib.dcr.flatten import flatten
from faelled.lib.dcr.graph import Graph, Kind, Relation

State = tuple[int, int, int]

# With more independent guards on one event, only all-true, all-false and each alone are tried.
MOST_GUARDS = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one execution does to a marking, for one way its guards can turn out."""

    cancelled: int = 0
    pending: int = 0
    excluded: int = 0
    included: int = 0


@dataclass(slots=True)
class Rules:
    """What concerns one event, as masks over the events."""

    bit: int
    conditions: int = 0
    guarded_conditions: int = 0
    milestones: int = 0
    guarded_milestones: int = 0
    outcomes: tuple[Outcome, ...] = (Outcome(),)


@dataclass(frozen=True, slots=True)
class Net:
    """A graph as masks: a rule set per event, the events that conditions read, and those that
    something can include. `tried_all` is False when an event had too many guards."""

    rules: tuple[Rules, ...]
    read: int
    returning: int
    tried_all: bool

    def reduced(self, executed: int, pending: int, included: int) -> State:
        """The marking without the bits that change nothing later."""
        live = included | self.returning
        return executed & self.read & live, pending & live, included


@dataclass(slots=True)
class StateSpace:
    """What was found. `states[0]` is the beginning; the first `searched` were searched.

    `complete` is False when the limit was reached or an event had too many guards to try all.
    Steps are kept flat: see `steps_from`.
    """

    events: tuple[str, ...]
    states: list[State]
    fired: int = 0
    complete: bool = True
    came_from: list[tuple[int, int]] = field(default_factory=lambda: [(-1, -1)])
    _steps: "array[int]" = field(default_factory=lambda: array("q"))
    _starts: "array[int]" = field(default_factory=lambda: array("q", [0]))

    @property
    def searched(self) -> int:
        return len(self._starts) - 1

    def steps_from(self, state: int) -> Iterator[tuple[int, int, bool]]:
        """Event, next state and whether no guard had a say, for each step on from a state."""
        count = len(self.events)
        for packed in self._steps[self._starts[state] : self._starts[state + 1]]:
            rest, certain = divmod(packed, 2)
            target, event = divmod(rest, count)
            yield event, target, bool(certain)

    def add_steps(self, steps: Sequence[tuple[int, int, bool]]) -> None:
        """Store all steps of the next state in turn."""
        count = len(self.events)
        self._steps.extend((target * count + event) * 2 + sure for event, target, sure in steps)
        self._starts.append(len(self._steps))

    def accepting(self, state: int) -> bool:
        """No event is both included and pending."""
        _, pending, included = self.states[state]
        return not pending & included

    def path_to(self, state: int) -> tuple[str, ...]:
        """A shortest run from the beginning."""
        found: list[str] = []
        while state > 0:
            state, event = self.came_from[state]
            found.append(self.events[event])
        return tuple(reversed(found))


def explore(graph: Graph, *, limit: int) -> StateSpace:
    """Search until everything is seen or `limit` markings are. Groups are worked out first.

    Raises InvalidGraph for a graph that contradicts itself.
    """
    graph = flatten(graph)
    ids = tuple(event.id for event in graph.events)
    bits = {id: 1 << at for at, id in enumerate(ids)}
    net = _compile(graph, bits)
    begin = net.reduced(*(_mask(part, bits) for part in _parts(graph)))
    space = StateSpace(ids, [begin], complete=net.tried_all)
    number = {begin: 0}
    waiting = deque([0])
    while waiting:
        here = waiting.popleft()
        steps: list[tuple[int, int, bool]] = []
        for event, state, certain in _steps(space.states[here], net):
            target = number.get(state)
            if target is None:
                target = number[state] = len(space.states)
                space.states.append(state)
                space.came_from.append((here, event))
                waiting.append(target)
            steps.append((event, target, certain))
            space.fired |= 1 << event
        space.add_steps(steps)
        if len(space.states) >= limit and waiting:
            space.complete = False
            break
    return space


def _steps(state: State, net: Net) -> Iterator[tuple[int, State, bool]]:
    executed, pending, included = state
    undone, owed = included & ~executed, included & pending
    for event, rule in enumerate(net.rules):
        bit = rule.bit
        if not included & bit or rule.conditions & undone or rule.milestones & owed:
            continue
        blocked = rule.guarded_conditions & undone or rule.guarded_milestones & owed
        certain = not blocked and len(rule.outcomes) == 1
        for out in rule.outcomes:
            left = pending & ~bit & ~out.cancelled | out.pending
            members = included & ~out.excluded | out.included
            yield event, net.reduced(executed | bit, left, members), certain


def _parts(graph: Graph) -> tuple[Iterable[str], Iterable[str], Iterable[str]]:
    initial = graph.initial
    return initial.executed, initial.pending, initial.included


def _mask(ids: Iterable[str], bits: dict[str, int]) -> int:
    return sum(bits[id] for id in set(ids))


def _compile(graph: Graph, bits: dict[str, int]) -> Net:
    rules = {id: Rules(bit) for id, bit in bits.items()}
    effects: dict[str, list[tuple[Relation, int]]] = {id: [] for id in bits}
    for relation in graph.relations:
        source, target = bits[relation.source], rules[relation.target]
        match relation.kind, bool(relation.guard):
            case Kind.CONDITION, False:
                target.conditions |= source
            case Kind.CONDITION, True:
                target.guarded_conditions |= source
            case Kind.MILESTONE, False:
                target.milestones |= source
            case Kind.MILESTONE, True:
                target.guarded_milestones |= source
            case _:
                effects[relation.source].append((relation, target.bit))
    tried_all = True
    for id, found in effects.items():
        rules[id].outcomes, whole = _outcomes(found)
        tried_all = tried_all and whole
    return Net(
        tuple(rules.values()),
        read=_mask((rule.source for rule in graph.relations if rule.kind is Kind.CONDITION), bits),
        returning=_mask(
            (rule.target for rule in graph.relations if rule.kind is Kind.INCLUDE), bits
        ),
        tried_all=tried_all,
    )


def _outcomes(effects: list[tuple[Relation, int]]) -> tuple[tuple[Outcome, ...], bool]:
    """One outcome for every way the guards of an event can turn out, doubles left out."""
    guards = sorted({_positive(relation.guard)[0] for relation, _ in effects if relation.guard})
    found: dict[Outcome, None] = {}
    for truths in _truths(len(guards)):
        holds = dict(zip(guards, truths, strict=True))
        masks = dict.fromkeys((Kind.CANCEL, Kind.RESPONSE, Kind.EXCLUDE, Kind.INCLUDE), 0)
        for relation, bit in effects:
            guard, wanted = _positive(relation.guard)
            if relation.kind in masks and (not guard or holds[guard] is wanted):
                masks[relation.kind] |= bit
        found[Outcome(*masks.values())] = None
    return tuple(found), len(guards) <= MOST_GUARDS


def _truths(count: int) -> Iterator[tuple[bool, ...]]:
    if count <= MOST_GUARDS:
        yield from product((True, False), repeat=count)
        return
    yield (True,) * count
    yield (False,) * count
    for chosen in range(count):
        yield tuple(at == chosen for at in range(count))


def _positive(guard: str | None) -> tuple[str, bool]:
    """The guard without its outermost `not( )`, and whether it must be true.

    >>> _positive("not(a > 1)"), _positive("not(a) or (b)")
    (('a > 1', False), ('not(a) or (b)', True))
    """
    text = (guard or "").strip()
    if not (text.startswith("not(") and text.endswith(")")):
        return text, True
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and sign == ")":
            return (text[4:-1].strip(), False) if at == len(text) - 1 else (text, True)
    return text, True
