"""Events and groups merged into a portal export."""

from collections.abc import Mapping

from lxml import etree

from faelled.lib.dcr.formats.portal_events import TYPES
from faelled.lib.dcr.formats.portal_tree import (
    PARTS,
    add,
    as_markup,
    at,
    drop,
    put,
    put_texts,
    scope_of,
)
from faelled.lib.dcr.graph import Event, EventType, FieldType, Graph, Group

Part = Event | Group
_RESOURCES = "specification/resources"
_WORDS: Mapping[FieldType, str] = {
    **{kind: word for word, kind in reversed(TYPES.items())},
    FieldType.AMOUNT: "decimal",
}


def merge_events(
    places: dict[str, etree._Element], root: etree._Element, before: Graph, graph: Graph
) -> set[str]:
    """Make the tree's events those of `graph`; the ids whose old elements are gone.

    `places` is kept up to date.
    """
    old, new = _parts(before), _parts(graph)
    around = {id: part.parent for id, part in new.items()}
    for part in sorted(new.values(), key=lambda part: _depth(part.id, around)):
        home = _home(part, places, root, new)
        here = places.get(part.id)
        known = old.get(part.id) if here is not None else None
        if here is not None and not (_same_kind(known, part) and scope_of(here) is _scope(home)):
            for id in _forget_with_inner(here, places):
                old.pop(id, None)
            here = known = None
        if here is None:
            places[part.id] = here = add(home, "event", id=part.id)
            at(here, "custom")
        elif here.getparent() is not home and part.parent != _parent(known):
            home.append(here)
        _merge(here, known, part)
    gone = {id for id in _parts(before) if id not in old}
    for id in old.keys() - new.keys():
        gone.add(id)
        if id in places:
            _forget_with_inner(places[id], places)
    for group in graph.groups:
        if places[group.id].find("event") is None:
            put(places[group.id], "type", "nesting")
    return gone


def _parts(graph: Graph) -> dict[str, Part]:
    parts: list[Part] = [*graph.groups, *graph.events]
    return {part.id: part for part in parts}


def _parent(part: Part | None) -> str | None:
    return part.parent if part is not None else None


def _depth(id: str, around: Mapping[str, str | None]) -> int:
    depth, here = 0, around.get(id)
    while here is not None and depth <= len(around):
        depth, here = depth + 1, around.get(here)
    return depth


def _same_kind(known: Part | None, part: Part) -> bool:
    return _kind(known) == _kind(part) if known is not None else False


def _kind(part: Part) -> str:
    return "nesting" if isinstance(part, Group) else part.type.value


def _home(
    part: Part, places: Mapping[str, etree._Element], root: etree._Element, new: Mapping[str, Part]
) -> etree._Element:
    """The element that this event must stand in."""
    parent = places.get(part.parent or "")
    if parent is None:
        return at(root, f"{_RESOURCES}/events")
    holder = new[part.parent or ""]
    if not isinstance(holder, Event) or holder.type is not EventType.TEMPLATE:
        return parent
    if parent.tag == "subProcess":
        return at(parent, f"dcrgraph/{_RESOURCES}/events")
    if parent.find("template") is None and parent.find("event") is not None:
        return parent
    inner = at(parent, "template/dcrgraph")
    for path in PARTS if len(inner) == 0 else ():
        at(inner, path)
    return at(inner, f"{_RESOURCES}/events")


def _scope(home: etree._Element) -> etree._Element:
    return home if home.tag == "dcrgraph" else scope_of(home)


def _forget_with_inner(element: etree._Element, places: dict[str, etree._Element]) -> list[str]:
    """Take out an event and what is still inside it; their ids."""
    inside = set(element.iter("event", "subProcess"))
    ids = [id for id, place in places.items() if place in inside]
    for id in reversed(ids):
        _forget(places[id], id, places)
    return ids


def _forget(element: etree._Element, id: str, places: dict[str, etree._Element]) -> None:
    """Take an event out of its graph: itself, its label and its part of the marking."""
    scope = scope_of(element)
    for mapping in scope.findall(f"{_RESOURCES}/labelMappings/labelMapping"):
        if mapping.get("eventId") == id:
            drop(mapping)
    for path in ("executed", "included", "pendingResponses"):
        for item in scope.findall(f"runtime/marking/{path}/event"):
            if item.get("id") == id:
                drop(item)
    for item in scope.findall("runtime/marking/globalStore/variable"):
        if item.get("id") == id:
            drop(item)
    drop(element)
    _drop_unused_labels(scope)
    del places[id]


def _drop_unused_labels(scope: etree._Element) -> None:
    resources = at(scope, _RESOURCES)
    used = {item.get("labelId") for item in resources.iterfind("labelMappings/labelMapping")}
    for label in resources.findall("labels/label"):
        if label.get("id") not in used:
            drop(label)


def _merge(element: etree._Element, known: Part | None, part: Part) -> None:
    if known is None and _kind(part) != EventType.ACTIVITY:
        element.set("type", _kind(part))
    if known is None or known.label != part.label:
        _put_label(element, part)
    if part.roles != (known.roles if known is not None else ()):
        put_texts(at(element, "custom/roles"), "role", part.roles)
    if isinstance(part, Event):
        _merge_event(element, known if isinstance(known, Event) else Event(part.id, ""), part)


def _put_label(element: etree._Element, part: Part) -> None:
    if element.tag == "subProcess":
        put(element, "name", part.label)
        return
    resources = at(scope_of(element), _RESOURCES)
    for mapping in resources.iterfind("labelMappings/labelMapping"):
        if mapping.get("eventId") == part.id:
            mapping.set("labelId", part.label)
            break
    else:
        add(at(resources, "labelMappings"), "labelMapping", eventId=part.id, labelId=part.label)
    if all(label.get("id") != part.label for label in resources.iterfind("labels/label")):
        add(at(resources, "labels"), "label", id=part.label)
    _drop_unused_labels(scope_of(element))


def _merge_event(element: etree._Element, known: Event, event: Event) -> None:
    if known.read_roles != event.read_roles:
        put_texts(at(element, "custom/readRoles"), "readRole", event.read_roles)
    if known.phase != event.phase:
        put_texts(at(element, "custom/phases"), "phase", (event.phase,))
    if known.help != event.help:
        first, _, rest = event.help.partition("\n")
        at(element, "custom/guide").text = as_markup(first) or None
        at(element, "custom/eventDescription").text = as_markup(rest) or None
    if known.fields != event.fields:
        _put_field(element, event)
    if known.computation != event.computation:
        _put_computation(element, event)


def _put_field(element: etree._Element, event: Event) -> None:
    """A portal event holds one value; of a form of several fields, none."""
    data = at(element, "custom/eventData")
    kind = data.find("dataType")
    if len(event.fields) != 1 or event.fields[0].type not in _WORDS:
        if kind is not None:
            drop(kind)
        return
    field = event.fields[0]
    kind = at(data, "dataType")
    kind.text = _WORDS[field.type]
    put(kind, "min", field.min or "")
    put(kind, "max", field.max or "")
    put(kind, "hinttext", as_markup(field.help))


def _put_computation(element: etree._Element, event: Event) -> None:
    if event.computation is None:
        element.attrib.pop("computation", None)
        return
    expressions = at(scope_of(element), f"{_RESOURCES}/expressions")
    id = f"{event.id}-computation"
    for item in expressions.iterfind("expression"):
        if item.get("id") == id:
            item.set("value", event.computation)
            break
    else:
        add(expressions, "expression", id=id, value=event.computation)
    element.set("computation", id)
