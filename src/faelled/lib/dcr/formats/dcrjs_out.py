"""Write a graph as DCR-js's XML, with a drawing.

What came from a file of DCR-js keeps its drawing and whatever else that file says of it.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from faelled.lib.dcr.formats.dcrjs import KINDS, NAMESPACE, PARTS, naming
from faelled.lib.dcr.formats.dcrjs_drawing import draw
from faelled.lib.dcr.formats.portal_out_marking import value_text
from faelled.lib.dcr.formats.safe_xml import parse_xml
from faelled.lib.dcr.graph import Event, EventType, FieldType, Graph, Group, Relation
from faelled.lib.dcr.guards.renaming import renamed

__all__ = ["dumps"]

DRAWING = "http://tk/schema/dcrDi"
SPACES = {
    "dcr": NAMESPACE,
    "dcrDi": DRAWING,
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
}
_OURS = {"guard", "time", "multi-instance"}  # not there means not said
_WORDS = {kind: word for word, kind in KINDS.items()}
_TYPES: Mapping[FieldType, str] = {
    FieldType.BOOLEAN: "Bool",
    FieldType.INTEGER: "Integer",
    FieldType.DECIMAL: "Float",
    FieldType.AMOUNT: "Float",
    FieldType.DURATION: "Duration",
    FieldType.DATE: "Date",
}


def dumps(graph: Graph, onto: bytes | None = None) -> bytes:
    """The graph as DCR-js opens it; `onto` is the file it was read from.

    >>> from faelled.lib.dcr.formats.dcrjs import loads
    >>> loads(dumps(Graph("g", "1", "G", events=(Event("a", "Ask"),)))).event("a").label
    'Ask'

    What DCR-js has no place for is left out: more roles than one, updates, times that are data.
    """
    root = etree.Element(f"{{{NAMESPACE}}}definitions", nsmap=SPACES)
    board = _dcr(root, "dcrGraph", id=graph.id)
    places: dict[str | None, etree._Element] = {None: board}
    data = _data_names(graph)
    for part in _outermost_first(graph):
        places[part.id] = _part(places.get(part.parent, board), part, graph, data)
    old = parse_xml(onto) if onto is not None else None
    known = _known_relations(old)
    for number, rule in enumerate(graph.relations, 1):
        if rule.kind in _WORDS:
            ends = (_WORDS[rule.kind], rule.source, rule.target)
            id = known[ends].pop(0) if known.get(ends) else f"Relation_{number}"
            _relation(places, rule, id, data)
    draw(root, board, old)
    if old is not None:
        _adopt(board, old)
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _dcr(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)


def _outermost_first(graph: Graph) -> Iterator[Event | Group]:
    """Every group and event after what it lies in, in the graph's order."""
    listed: list[Event | Group] = [*graph.groups, *graph.events]
    parts = {part.id: part for part in listed}
    given: set[str] = set()

    def with_parents(part: Event | Group) -> Iterator[Event | Group]:
        if part.id not in given:
            given.add(part.id)
            if part.parent in parts:
                yield from with_parents(parts[part.parent or ""])
            yield part

    for part in parts.values():
        yield from with_parents(part)


def _data_names(graph: Graph) -> dict[str, str]:
    """What guards call the datum of each event: its field's name where that is nobody else's."""
    fields = {event.id: event.fields[0].id for event in graph.events if len(event.fields) == 1}
    names = list(fields.values())
    taken = {event.id for event in graph.events}
    return {
        id: name if names.count(name) == 1 and name not in taken else id
        for id, name in fields.items()
    }


def _part(
    parent: etree._Element, part: Event | Group, graph: Graph, data: Mapping[str, str]
) -> etree._Element:
    role = part.roles[0] if part.roles else ""
    if isinstance(part, Group):
        return _dcr(parent, "nesting", id=part.id, role=role, description=part.label)
    initial, id = graph.initial, part.id
    tag = "event" if part.type is EventType.ACTIVITY else "subProcess"
    element = _dcr(
        parent,
        tag,
        id=id,
        role=role,
        description=part.label,
        included=_truth(id in initial.included),
        executed=_truth(id in initial.executed),
        pending=_truth(id in initial.pending),
    )
    if part.type is EventType.TEMPLATE:
        element.set("multi-instance", "true")
    if id in data:
        kind = _TYPES.get(part.fields[0].type, "String")
        datum = _dcr(element, "eventData", name=data[id], type=kind)
        default = value_text(initial.values.get(id))
        if default is not None:
            datum.set("default", default)
    return element


def _truth(holds: bool) -> str:
    return "true" if holds else "false"


def _relation(
    places: Mapping[str | None, etree._Element], rule: Relation, id: str, data: Mapping[str, str]
) -> None:
    """The relation, in the innermost part that both its ends lie in."""
    source = [*places[rule.source].iterancestors()]
    home = next(part for part in places[rule.target].iterancestors() if part in source)
    element = _dcr(
        home,
        "relation",
        id=id,
        type=_WORDS[rule.kind],
        sourceRef=rule.source,
        targetRef=rule.target,
    )
    if rule.guard:
        element.set("guard", renamed(rule.guard, data))
    length = rule.deadline if rule.delay is None else rule.delay
    if length is not None:
        element.set("time", length.format())


def _known_relations(old: etree._Element | None) -> dict[tuple[str, str, str], list[str]]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for item in () if old is None else old.iter(f"{{{NAMESPACE}}}relation"):
        ends = (item.get("type", "").lower(), item.get("sourceRef", ""), item.get("targetRef", ""))
        found.setdefault(ends, []).append(item.get("id", ""))
    return found


def _adopt(board: etree._Element, old: etree._Element) -> None:
    """What the old file says beyond what is written here stays: attributes and inner elements."""
    before = {item.get("id"): item for item in old.iter(f"{{{NAMESPACE}}}*") if item.get("id")}
    own = {f"{{{NAMESPACE}}}{tag}" for tag in (*PARTS, "relation", "eventData")}
    for element in board.iter(f"{{{NAMESPACE}}}*"):
        known = before.get(element.get("id"))
        if known is None or known.tag != element.tag:
            continue
        for name in set(known.keys()).difference(element.keys(), _OURS):
            element.set(name, known.get(name, ""))
        if element.get("description") is not None and naming(element) == naming(known):
            for name in ("role", "description"):
                _put(element, name, known.get(name))
        element.extend([child for child in known if child.tag not in own])


def _put(element: etree._Element, name: str, value: str | None) -> None:
    if value is None:
        element.attrib.pop(name, None)
    else:
        element.set(name, value)
