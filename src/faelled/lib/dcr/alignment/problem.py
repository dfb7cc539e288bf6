"""What is aligned: a trace and a graph's control flow, as masks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from faelled.lib.dcr.core import Core, State
from faelled.lib.dcr.core_inside import core_of
from faelled.lib.dcr.flatten import flatten
from faelled.lib.dcr.graph import Graph, Kind
from faelled.lib.dcr.naming import events_named


@dataclass(frozen=True)
class Model:
    """A graph made ready for many alignments. Control flow only: a relation with a guard counts as
    in force, and time is not seen.

    `includers`, `excluders`: for each event, the mask of the events that switch it on and off.
    `settlers`: those whose execution ends that the event is owed: itself, what excludes it, what
    cancels it. `unread`: the bits that no rule reads, dropped from every state [Debois, Christfort
    2023]: executed bits of events without outgoing condition, for good excluded pending ones.
    """

    core: Core
    start: State
    names: Mapping[str, tuple[int, ...]]
    read: int
    returning: int
    includers: tuple[int, ...]
    excluders: tuple[int, ...]
    settlers: tuple[int, ...]
    bounded: bool

    @classmethod
    def of(cls, graph: Graph) -> "Model":
        """`InvalidGraph` for a graph with templates: its events have no fixed number."""
        flat, core = flatten(graph), core_of(graph)
        start = flat.initial
        parts = (start.executed, start.pending, start.included)
        executed, pending, included = (sum(map(core.bit, part)) for part in parts)
        size = len(core.events)
        into = {
            kind: [0] * size for kind in (Kind.INCLUDE, Kind.EXCLUDE, Kind.CANCEL, Kind.RESPONSE)
        }
        read = returning = 0
        for rule in flat.relations:
            if rule.kind is Kind.CONDITION:
                read |= core.bit(rule.source)
            if rule.kind is Kind.INCLUDE:
                returning |= core.bit(rule.target)
            if rule.kind in into:
                into[rule.kind][core.index[rule.target]] |= core.bit(rule.source)
        plain = type(core) is Core
        return cls(
            core=core,
            start=(executed, pending, included),
            names=events_named(flat),
            # What is around an event reads more than the rules say.
            read=read if plain else (1 << size) - 1,
            returning=returning if plain else (1 << size) - 1,
            includers=tuple(into[Kind.INCLUDE]),
            excluders=tuple(into[Kind.EXCLUDE]),
            settlers=tuple(
                1 << at | into[Kind.EXCLUDE][at] | into[Kind.CANCEL][at] for at in range(size)
            ),
            bounded=plain,
        )

    def reduced(self, state: State) -> State:
        """The state without what no rule reads any more."""
        executed, pending, included = state
        back = included | self.returning
        return executed & self.read & back, pending & back, included

    @cached_property
    def everything(self) -> int:
        return (1 << len(self.core.events)) - 1


@dataclass(frozen=True, slots=True)
class Places:
    """A trace as the model sees it: for each place the events that the activity may mean, and the
    same as a mask (none: an activity that the graph does not know)."""

    choices: tuple[tuple[int, ...], ...]
    masks: tuple[int, ...]

    @classmethod
    def of(cls, model: Model, trace: Sequence[str]) -> "Places":
        choices = tuple(model.names.get(name, ()) for name in trace)
        return cls(choices, tuple(sum(1 << at for at in some) for some in choices))
