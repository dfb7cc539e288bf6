"""Control flow alone, on integers: one bit per event, a marking is three integers.

For searching many markings and replaying many traces: discovery, alignment and verification stand
on it. Guards, time, data and roles are not seen here: every relation given counts as in force. The
engine's answers for a graph without them are the same (the tests hold this).

The state of a case is `(executed, pending, included)`, bit i for the i-th event.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from faelled.lib.dcr.errors import InvalidGraph, UnknownEvent
from faelled.lib.dcr.flatten import flatten
from faelled.lib.dcr.graph import EventType, Graph, Kind, Relation
from faelled.lib.dcr.marking import Marking

State: TypeAlias = tuple[int, int, int]
# What bars an event and what it does: its own bit, condition sources, milestone sources, the
# pending bits that stay, those that come, the included bits that stay, those that come.
Masks: TypeAlias = tuple[int, int, int, int, int, int, int]


class Core:
    """A graph's control flow as masks.

    >>> core = Core(["ask", "answer"], [Relation(Kind.CONDITION, "ask", "answer"),
    ...                                 Relation(Kind.RESPONSE, "ask", "answer")])
    >>> start = (0, 0, 0b11)
    >>> core.step(start, core.index["answer"]) is None
    True
    >>> core.step(start, core.index["ask"])
    (1, 2, 3)
    """

    def __init__(self, events: Sequence[str], relations: Iterable[Relation]) -> None:
        """`events` give the bits, in order; the relations are flat (see `flatten`)."""
        self.events = tuple(events)
        self.index = {event: at for at, event in enumerate(self.events)}
        found = {(kind, at): 0 for kind in Kind for at in range(len(self.events))}
        for rule in relations:
            source, target = self.bit(rule.source), self.bit(rule.target)
            if rule.kind in (Kind.CONDITION, Kind.MILESTONE):
                found[rule.kind, self.index[rule.target]] |= source
            else:
                found[rule.kind, self.index[rule.source]] |= target
        self.masks: tuple[Masks, ...] = tuple(
            (
                1 << at,
                found[Kind.CONDITION, at],
                found[Kind.MILESTONE, at],
                ~(1 << at | found[Kind.CANCEL, at]),
                found[Kind.RESPONSE, at],
                ~found[Kind.EXCLUDE, at],
                found[Kind.INCLUDE, at],
            )
            for at in range(len(self.events))
        )

    @classmethod
    def of(cls, graph: Graph) -> "Core":
        """All relations of a graph, groups worked out, guards and time left out. `InvalidGraph`
        for one with sub-processes; `core_inside` has the masks of those."""
        flat = flatten(graph)
        inside = [event.id for event in flat.events if event.type is not EventType.ACTIVITY]
        if inside:
            raise InvalidGraph(
                (f"»{inside[0]}« er en delproces, og den slags regnes ikke med her.",)
            )
        return cls([event.id for event in flat.events], flat.relations)

    def bit(self, event: str) -> int:
        try:
            return 1 << self.index[event]
        except KeyError:
            raise UnknownEvent(event) from None

    def state(self, m: Marking) -> State:
        """A marking's control flow."""
        parts = (m.executed, m.pending, m.included)
        executed, pending, included = (sum(map(self.bit, part)) for part in parts)
        return executed, pending, included

    def names(self, mask: int) -> tuple[str, ...]:
        """The events whose bits are set, in order."""
        return tuple(event for at, event in enumerate(self.events) if mask >> at & 1)

    def check(self, state: State, at: int) -> bool:
        """Whether the event with this index is enabled."""
        executed, pending, included = state
        bit, conditions, milestones, *_ = self.masks[at]
        return not (~included & bit or included & (conditions & ~executed | milestones & pending))

    def enabled(self, state: State) -> list[int]:
        """The indices of all enabled events."""
        executed, pending, included = state
        return [
            at
            for at, (bit, conditions, milestones, *_) in enumerate(self.masks)
            if included & bit and not included & (conditions & ~executed | milestones & pending)
        ]

    def step(self, state: State, at: int) -> State | None:
        """Check and execute: the state after the event, None when it is not enabled."""
        executed, pending, included = state
        bit, conditions, milestones, keep, owe, stay, come = self.masks[at]
        if ~included & bit or included & (conditions & ~executed | milestones & pending):
            return None
        return executed | bit, pending & keep | owe, included & stay | come

    def replay(self, state: State, trace: Iterable[int]) -> tuple[State, int]:
        """Run a trace to its end or to the first event that is not enabled.

        Returns the state reached and how many events ran.
        """
        executed, pending, included = state
        masks, done = self.masks, 0
        for at in trace:
            bit, conditions, milestones, keep, owe, stay, come = masks[at]
            if ~included & bit or included & (conditions & ~executed | milestones & pending):
                break
            executed |= bit
            pending = pending & keep | owe
            included = included & stay | come
            done += 1
        return (executed, pending, included), done

    def accepting(self, state: State) -> bool:
        return not state[1] & state[2]
