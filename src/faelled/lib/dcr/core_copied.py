"""The masks of a graph with templates: room for so many copies, which come to be one by one.

As `core_inside`, and each copy has its own events. A state keeps, beyond the bits of the events,
one for each copy that has been made. A step that would make one more than there is room for is not
taken; `cramped` says so, so that whoever searches can tell that the room was a bound.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from faelled.lib.dcr.copies import copies_at
from faelled.lib.dcr.core import State
from faelled.lib.dcr.core_inside import CoreInside
from faelled.lib.dcr.errors import InvalidGraph
from faelled.lib.dcr.expand import events_there, relations_there
from faelled.lib.dcr.flatten import flatten, spawned_wrongly
from faelled.lib.dcr.graph import EventType, Graph, Kind
from faelled.lib.dcr.naming import events_named
from faelled.lib.dcr.verification.copied import Copy, copies_of, is_there, own_id, room_for


class _NoRoom(Exception):
    """One copy more than there is room for."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Where the bits of some copies stand: `first` of each, `width` of them in a row."""

    first: tuple[int, ...]
    width: int

    def cut(self, mask: int, number: int) -> int:
        return mask >> self.first[number] & (1 << self.width) - 1

    def put(self, mask: int, number: int, bits: int) -> int:
        """The mask with these bits at a copy's place."""
        at = self.first[number]
        return mask & ~((1 << self.width) - 1 << at) | bits << at


class CoreCopied(CoreInside):
    """
    >>> from faelled.lib.dcr.graph import Event, Initial, Relation
    >>> events = Event("ask", "Bed"), Event("t", "T", type=EventType.TEMPLATE)
    >>> graph = Graph("g", "1", "G", events=(*events, Event("plan", "Plan", parent="t")),
    ...     relations=(Relation(Kind.SPAWN, "ask", "t"),),
    ...     initial=Initial(included=frozenset({"ask", "t", "plan"})))
    >>> core = CoreCopied(graph, room=1)
    >>> core.events
    ('ask', 't#1', 't#1.plan')
    >>> made = core.step(core.start, 0)
    >>> core.enabled(core.start), core.enabled(made), core.cramped(made, 0)
    ([0], [0, 2], True)
    """

    def __init__(self, graph: Graph, *, room: int) -> None:
        """`room`: how many copies of each template, in each copy around it."""
        flat = flatten(graph)
        wrong = spawned_wrongly(flat)
        if wrong:
            raise InvalidGraph(tuple(wrong))
        instances = room_for(flat, room)
        there = tuple(event for event, _around in events_there(flat, instances))
        rules = [rule for rule, _around in relations_there(flat, instances)]
        plain = tuple(rule for rule in rules if rule.kind is not Kind.SPAWN)
        super().__init__(replace(flat, events=there, relations=plain))
        self.relations = plain
        self.start = self._begin(flat)
        self.meant = self._meant(flat)
        self._copies = copies_of(flat, instances, self.index)
        self.spawns: tuple[tuple[str, ...], ...] = tuple(
            tuple(rule.target for rule in rules if rule.kind is Kind.SPAWN and rule.source == event)
            for event in self.events
        )
        self._alike = [
            (self._copies[place], _stretches(place, self._copies, self.index))
            for place in sorted(self._copies, key=lambda place: -place.count("#"))
        ]

    def _begin(self, flat: Graph) -> State:
        templates = {event.id for event in flat.events if event.type is EventType.TEMPLATE}
        initial = flat.initial
        executed, pending, included = (
            sum(1 << self.index[id] for id in part if id in self.index and id not in templates)
            for part in (initial.executed, initial.pending, initial.included)
        )
        return executed, pending, included

    def _meant(self, flat: Graph) -> Mapping[str, tuple[int, ...]]:
        """The events that each name of a log may mean: of a template, those of every copy."""
        places: dict[str, list[int]] = {}
        for at, event in enumerate(self.events):
            places.setdefault(own_id(event), []).append(at)
        own = [places.get(event.id, []) for event in flat.events]
        return {
            name: tuple(place for at in some for place in own[at])
            for name, some in events_named(flat).items()
        }

    def copies(self, place: str) -> tuple[Copy, ...]:
        """The copies at a place, made or not."""
        return self._copies[place]

    def step(self, state: State, at: int) -> State | None:
        try:
            return super().step(state, at)
        except _NoRoom:
            return None

    def cramped(self, state: State, at: int) -> bool:
        """Whether the event is enabled and wants one copy more than there is room for."""
        return self.check(state, at) and self.step(state, at) is None

    def _happen(self, state: State, at: int) -> State:
        bit, _, _, keep, owe, stay, come = self.masks[at]
        executed, pending, included = state
        before, made = included, self._made(included)
        executed |= bit
        pending = pending & keep | owe & made
        included = included & stay | come & made
        for place in self.spawns[at]:
            if not is_there(self._copies[place], before):
                continue
            copy = next((one for one in self._copies[place] if not included & one.made), None)
            if copy is None:
                raise _NoRoom
            executed, pending = executed | copy.executed, pending | copy.pending
            included |= copy.included | copy.made
        return executed, pending, included

    def _made(self, included: int) -> int:
        """Everything but what lies in copies that nobody has made yet."""
        mask = ~0
        for copies in self._copies.values():
            for copy in copies:
                if not included & copy.made:
                    mask &= ~copy.parts
        return mask

    def merged(self, state: State) -> State:
        """The one state that stands for all in which the copies of a template have changed places:
        they have the same future, for a name of a log may mean any of them."""
        for copies, stretches in self._alike:
            count = sum(1 for copy in copies if state[2] & copy.made)
            if count > 1:
                state = _sorted(state, stretches, count)
        return state


def _stretches(
    place: str, copies: Mapping[str, tuple[Copy, ...]], index: Mapping[str, int]
) -> list[_Stretch]:
    """All bits of the copies at a place: those of the events in them, and of what is made there."""
    names = list(copies_at(place, {place: len(copies[place])}))
    first = tuple(index[name] for name in names)
    found = [_Stretch(first, first[1] - first[0])] if len(names) > 1 else []
    for inner in copies:
        if inner.startswith(f"{names[0]}."):
            within = [inner.replace(names[0], name, 1) for name in names]
            bits = tuple(copies[one][0].made.bit_length() - 1 for one in within)
            found.append(_Stretch(bits, len(copies[inner])))
    return found


def _sorted(state: State, stretches: list[_Stretch], count: int) -> State:
    """The state with what its first copies hold put in order."""
    held = [
        [[stretch.cut(part, number) for part in state] for stretch in stretches]
        for number in range(count)
    ]
    masks = list(state)
    for number, blocks in enumerate(sorted(held)):
        for stretch, block in zip(stretches, blocks, strict=True):
            for at, bits in enumerate(block):
                masks[at] = stretch.put(masks[at], number, bits)
    return masks[0], masks[1], masks[2]
