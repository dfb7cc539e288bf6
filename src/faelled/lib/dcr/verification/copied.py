"""Templates in a search: room for a few copies, which come to be one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass

from faelled.lib.dcr.copies import copies_at, copy_name, inner_name, path_name, read_name
from faelled.lib.dcr.graph import EventType, Graph


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy: its events (`parts`), and the marking it begins in. It is there when `made` is set,
    a bit beyond those of the events; it can come to be when `around` is, the copy it lies in."""

    made: int
    around: int
    parts: int
    executed: int
    pending: int
    included: int


def room_for(flat: Graph, copies: int) -> dict[str, int]:
    """So many copies at every place a template can be copied: inside each copy around it too."""
    found: dict[str, int] = {}
    templates = [event.id for event in flat.events if event.type is EventType.TEMPLATE]
    for template in sorted(templates, key=lambda id: len(flat.templates(id))):
        around = [""]
        for outer in flat.templates(template)[:-1]:
            places = [inner_name(copy, outer) for copy in around]
            around = [copy for place in places for copy in copies_at(place, found)]
        found |= {inner_name(copy, template): copies for copy in around}
    return found


def copies_of(
    flat: Graph, instances: Mapping[str, int], index: Mapping[str, int]
) -> dict[str, tuple[Copy, ...]]:
    """The copies at each place, in the order they come to be."""
    made = {"": 0}
    found: dict[str, tuple[Copy, ...]] = {}
    for place, count in instances.items():
        copies = []
        for number in range(1, count + 1):
            name = copy_name(place, number)
            copied = read_name(name)
            assert copied is not None
            made[name] = 1 << len(index) + len(made) - 1
            bits = made[name], made[path_name(copied.path[:-1])]
            copies.append(_copy(flat, name, copied.event, index, bits))
        found[place] = tuple(copies)
    return found


def _copy(
    flat: Graph, name: str, template: str, index: Mapping[str, int], bits: tuple[int, int]
) -> Copy:
    chain = flat.templates(template)
    initial = flat.initial
    parts, masks = 0, [0, 0, 0]
    for event in flat.events:
        if flat.templates(event.id) != chain:
            continue
        bit = 1 << index[name if event.id == template else inner_name(name, event.id)]
        parts |= bit
        for at, part in enumerate((initial.executed, initial.pending, initial.included)):
            masks[at] |= bit if event.id in part else 0
    return Copy(*bits, parts, *masks)


def is_there(copies: tuple[Copy, ...], included: int) -> bool:
    """Whether there is a place for these copies: the copy they would lie in has been made."""
    return not copies or not copies[0].around & ~included


def own_id(id: str) -> str:
    """`visit#2.plan` is `plan` in the graph.

    >>> own_id("visit#2.plan"), own_id("plan")
    ('plan', 'plan')
    """
    copied = read_name(id)
    return id if copied is None else copied.event
