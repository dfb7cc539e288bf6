"""Write a graph as the DCR portal's XML: what has changed is merged into the export it came from.

The original tree stays as it was, known to us or not, but for what the graph now says otherwise; so
an unchanged graph gives the same document. A graph that came from elsewhere is merged into an
export of nothing. What the portal has no place for (forms of several fields, citations, letters) is
left out; `losses.lost` tells what.
"""

from dataclasses import replace

from lxml import etree

from faelled.lib.dcr.formats.portal import UNTITLED, read
from faelled.lib.dcr.formats.portal_out_events import merge_events
from faelled.lib.dcr.formats.portal_out_marking import merge_marking
from faelled.lib.dcr.formats.portal_out_relations import merge_relations
from faelled.lib.dcr.formats.portal_rename import rename
from faelled.lib.dcr.formats.portal_tree import as_markup, at, put, put_texts, skeleton
from faelled.lib.dcr.formats.safe_xml import parse_xml
from faelled.lib.dcr.graph import Graph, Initial

__all__ = ["dumps"]

_CUSTOM = "specification/resources/custom"


def dumps(graph: Graph, onto: bytes | None = None) -> bytes:
    """The graph as an export; `onto` is the export it was read from, and keeps all else in it.

    >>> from faelled.lib.dcr.formats.portal import loads
    >>> loads(dumps(Graph("my-graph", "1", "My Graph"))).title
    'My Graph'

    Raises GraphError when `onto` is no export.
    """
    root = skeleton() if onto is None else parse_xml(onto)
    before = rename(root, read(root)[0], graph)
    reading = read(root)[1]
    _merge_head(root, before, graph)
    gone = merge_events(reading.places, root, before, graph)
    merge_relations(reading, root, before, graph)
    merge_marking(reading.places, root, _without(before.initial, gone), graph)
    if gone or before.initial != graph.initial or before.events != graph.events:
        for stale in root.iterfind("runtime/custom/globalMarking"):
            stale.clear()
    if onto is None:
        etree.indent(root)
    declared = onto is None or onto.lstrip().startswith(b"<?xml")
    return etree.tostring(root, encoding="utf-8", xml_declaration=declared)


def _without(initial: Initial, gone: set[str]) -> Initial:
    """The marking without what is no longer in the tree."""
    return Initial(
        {id: time for id, time in initial.executed.items() if id not in gone},
        {id: time for id, time in initial.pending.items() if id not in gone},
        initial.included - gone,
        {id: value for id, value in initial.values.items() if id not in gone},
    )


def _merge_head(root: etree._Element, before: Graph, graph: Graph) -> None:
    if graph.title != before.title or root.get("title") == "":
        put(root, "title", "" if graph.title == UNTITLED else graph.title)
    if graph.version != before.version:
        revision = root.find("meta/revision")
        holder, name = (root, "version") if revision is None else (revision, "id")
        put(holder, name, graph.version)
    if graph.language != before.language:
        at(root, f"{_CUSTOM}/graphLanguage").text = graph.language
    if graph.summary != before.summary:
        at(root, f"{_CUSTOM}/graphDetails").text = as_markup(graph.summary)
    if [phase.id for phase in graph.phases] != [phase.id for phase in before.phases]:
        phases = tuple(phase.id for phase in graph.phases)
        put_texts(at(root, f"{_CUSTOM}/phases"), "phase", phases)
    _merge_roles(root, before, graph)


def _merge_roles(root: etree._Element, before: Graph, graph: Graph) -> None:
    known, wanted = (tuple(role.id for role in one.roles) for one in (before, graph))
    if known == wanted:
        return
    listed = at(root, f"{_CUSTOM}/roles")
    put_texts(listed, "role", wanted)
    for role in listed.iterfind("role"):
        for name in ("description", "specification"):
            put(role, name, role.get(name, ""))


def unordered(graph: Graph) -> Graph:
    """The graph with its parts in the order of their names: exports keep an order of their own."""
    return replace(
        graph,
        events=tuple(sorted(graph.events, key=lambda event: event.id)),
        groups=tuple(sorted(graph.groups, key=lambda group: group.id)),
        roles=tuple(sorted(graph.roles, key=lambda role: role.id)),
        phases=tuple(sorted(graph.phases, key=lambda phase: phase.id)),
        relations=tuple(sorted(graph.relations, key=repr)),
    )
