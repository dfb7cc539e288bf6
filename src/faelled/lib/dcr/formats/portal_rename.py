"""Steps that only got a new id, renamed in the tree with everything that names them."""

from dataclasses import replace

from lxml import etree

from faelled.lib.dcr.formats.portal import read
from faelled.lib.dcr.graph import Event, Graph, Group

_NAMING = ("sourceId", "targetId", "eventId", "time")
_NAMED = {"event", "subProcess", "variable", "item"}


def rename(root: etree._Element, before: Graph, graph: Graph) -> Graph:
    """Carry new ids into the tree; the graph that it says afterwards."""
    renamed = renames(before, graph)
    if not renamed:
        return before
    for element in root.iter(etree.Element):
        for name in _NAMING:
            if (id := element.get(name)) in renamed:
                element.set(name, renamed[str(id)])
        if element.tag in _NAMED and (id := element.get("id")) in renamed:
            element.set("id", renamed[str(id)])
    return read(root)[0]


def renames(before: Graph, graph: Graph) -> dict[str, str]:
    """Old id to new, for what is the same in all else and can be mistaken for nothing.

    >>> old = Graph("g", "1", "G", events=(Event("a", "Ask"),))
    >>> renames(old, Graph("g", "1", "G", events=(Event("b", "Ask"),)))
    {'a': 'b'}
    """
    found: dict[str, str] = {}
    for one, other in ((before.events, graph.events), (before.groups, graph.groups)):
        new = {part.id: part for part in other}
        old = {part.id: part for part in one}
        missing = [_nameless(part) for id, part in old.items() if id not in new]
        coming = [_nameless(part) for id, part in new.items() if id not in old]
        for id, part in old.items():
            same = _nameless(part)
            if id not in new and missing.count(same) == coming.count(same) == 1:
                found[id] = next(
                    id for id, part in new.items() if id not in old and _nameless(part) == same
                )
    return found


def _nameless(part: Event | Group) -> Event | Group:
    """The part without its id, and without its parent, which may have a new id as well."""
    return replace(part, id="", parent=None)
