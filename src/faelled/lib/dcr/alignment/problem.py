"""What is aligned: a trace and a graph's control flow, as masks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from faelled.lib.dcr.core import Core, State
from faelled.lib.dcr.core_copied import CoreCopied
from faelled.lib.dcr.core_inside import CoreInside, core_of
from faelled.lib.dcr.flatten import flatten
from faelled.lib.dcr.graph import Graph, Kind, Relation
from faelled.lib.dcr.naming import events_named


def bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@dataclass(frozen=True)
class Model:
    """A graph made ready for many alignments. Control flow only: a relation with a guard counts as
    in force, and time is not seen.

    `includers`, `excluders`: for each event, the mask of the steps that can bring it into the case,
    and of those that can take it out, it or what it lies in; a sub-process does so by the steps in
    it, and a copy comes by the steps that make it. `stoppers`: the steps that surely take it out.
    `settlers`: those whose execution can end that the event is owed: itself, what excludes it, what
    cancels it. `steps`: those by which it can happen. `read`, `returning`: the bits that some rule
    still reads; others are dropped from every state [Debois, Christfort 2023]: executed bits of
    events without outgoing condition, and what is excluded for good.
    """

    core: Core
    start: State
    names: Mapping[str, tuple[int, ...]]
    read: int
    returning: int
    includers: tuple[int, ...]
    excluders: tuple[int, ...]
    stoppers: tuple[int, ...]
    settlers: tuple[int, ...]
    steps: tuple[int, ...]

    @classmethod
    def of(cls, graph: Graph, room: int = 0) -> "Model":
        """`room`: how many copies of each template there may be."""
        if room:
            core = CoreCopied(graph, room=room)
            return cls._of(core, core.relations, core.start, core.meant)
        flat = flatten(graph)
        parts = (flat.initial.executed, flat.initial.pending, flat.initial.included)
        plain = core_of(graph)
        executed, pending, included = (sum(map(plain.bit, part)) for part in parts)
        return cls._of(plain, flat.relations, (executed, pending, included), events_named(flat))

    @classmethod
    def _of(
        cls,
        core: Core,
        relations: Sequence[Relation],
        start: State,
        names: Mapping[str, tuple[int, ...]],
    ) -> "Model":
        can, size = _Can.of(core, relations), len(core.events)
        read = returning = 0
        for rule in relations:
            if rule.kind is Kind.CONDITION:
                read |= core.bit(rule.source)
            if rule.kind is Kind.INCLUDE:
                returning |= core.bit(rule.target)
        plain = type(core) is Core
        everything = (1 << size) - 1
        excluders = tuple(map(can.exclude, range(size)))
        return cls(
            core=core,
            start=start,
            names=names,
            # What is around an event reads more than the rules say.
            read=read if plain else everything,
            returning=returning if plain else everything,
            includers=tuple(map(can.include, range(size))),
            excluders=excluders,
            stoppers=tuple(map(can.surely_exclude, range(size))),
            settlers=tuple(can.steps(at) | excluders[at] | can.cancel(at) for at in range(size)),
            steps=tuple(map(can.steps, range(size))),
        )

    @property
    def copied(self) -> bool:
        """Whether there are templates, and room for only some copies of them."""
        return isinstance(self.core, CoreCopied)

    def around(self, at: int) -> tuple[int, ...]:
        """The sub-processes that an event lies in."""
        return self.core.around(at) if isinstance(self.core, CoreInside) else ()

    def here(self, included: int) -> int:
        """What is part of the case: not what lies in an excluded sub-process."""
        if not isinstance(self.core, CoreInside):
            return included
        return self.core.here(included) & self.everything  # not what says which copies are made

    def cramped(self, state: State, at: int) -> bool:
        """Whether the event would make a copy more than there is room for."""
        return isinstance(self.core, CoreCopied) and self.core.cramped(state, at)

    def reduced(self, state: State) -> State:
        """The state without what no rule reads any more; one for all that differ only in which copy
        of a template is which."""
        if isinstance(self.core, CoreCopied):
            return self.core.merged(state)
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


@dataclass(frozen=True, slots=True)
class _Can:
    """Which steps can do what to an event, sub-processes and copies worked out."""

    core: Core
    direct: Mapping[Kind, Sequence[int]]
    made: Sequence[int]

    @classmethod
    def of(cls, core: Core, relations: Sequence[Relation]) -> "_Can":
        size = len(core.events)
        direct = {kind: [0] * size for kind in (Kind.INCLUDE, Kind.EXCLUDE, Kind.CANCEL)}
        for rule in relations:
            if rule.kind in direct:
                direct[rule.kind][core.index[rule.target]] |= core.bit(rule.source)
        found = cls(core, direct, [0] * size)
        return replace(found, made=found._makers()) if isinstance(core, CoreCopied) else found

    def _makers(self) -> list[int]:
        """For each event of a copy, the steps that make such a copy."""
        core, found = self.core, [0] * len(self.core.events)
        assert isinstance(core, CoreCopied)
        for source, places in enumerate(core.spawns):
            for copy in (copy for place in places for copy in core.copies(place)):
                for at in bits(copy.parts):
                    found[at] |= self.steps(source)
        return found

    def steps(self, at: int) -> int:
        """The steps by which an event can come to happen."""
        return self.core.steps_of(at) if isinstance(self.core, CoreInside) else 1 << at

    def include(self, at: int) -> int:
        found = self.made[at]
        for one in self._with_around(at):
            found |= self._doing(Kind.INCLUDE, one) | self.made[one]
        return found

    def exclude(self, at: int) -> int:
        found = 0
        for one in self._with_around(at):
            found |= self._doing(Kind.EXCLUDE, one)
        return found

    def surely_exclude(self, at: int) -> int:
        found = 0
        for one in self._with_around(at):
            found |= self.direct[Kind.EXCLUDE][one]
        return found

    def cancel(self, at: int) -> int:
        return self._doing(Kind.CANCEL, at)

    def _doing(self, kind: Kind, target: int) -> int:
        found = 0
        for source in bits(self.direct[kind][target]):
            found |= self.steps(source)
        return found

    def _with_around(self, at: int) -> tuple[int, ...]:
        return (at, *self.core.around(at)) if isinstance(self.core, CoreInside) else (at,)
