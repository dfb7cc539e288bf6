"""Read the XML of DCR-js (namespace http://tk/schema/dcr).

* An event's `description` is its label and `role` its role; older files have the title in `role`
  and nothing in `description`.
* `nesting` is a group, `subProcess` a sub-process; with `multi-instance` a template.
* `eventData` has a name of its own, by which guards read it: they are read with the event's id.
* `enabled` is worked out by whoever draws the graph and is not read; nor is the drawing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lxml import etree

from faelled.lib.dcr.duration import Duration, DurationError, parse
from faelled.lib.dcr.formats.bounds import refuse_giants
from faelled.lib.dcr.formats.problems import GraphError, Problem, Problems
from faelled.lib.dcr.formats.safe_xml import parse_xml
from faelled.lib.dcr.formats.typed_text import stored
from faelled.lib.dcr.graph import (
    Event,
    EventType,
    Field,
    FieldType,
    Graph,
    Group,
    Initial,
    Kind,
    Relation,
    Role,
)
from faelled.lib.dcr.guards import GuardError
from faelled.lib.dcr.guards.renaming import renamed
from faelled.lib.dcr.values import Value

__all__ = ["KINDS", "NAMESPACE", "PARTS", "loads", "naming"]

NAMESPACE = "http://tk/schema/dcr"
PARTS = ("event", "nesting", "subProcess")
KINDS = {
    "condition": Kind.CONDITION,
    "response": Kind.RESPONSE,
    "coresponse": Kind.CANCEL,
    "include": Kind.INCLUDE,
    "exclude": Kind.EXCLUDE,
    "milestone": Kind.MILESTONE,
    "spawn": Kind.SPAWN,
}
_TYPES = {
    "bool": FieldType.BOOLEAN,
    "boolean": FieldType.BOOLEAN,
    "int": FieldType.INTEGER,
    "integer": FieldType.INTEGER,
    "float": FieldType.DECIMAL,
    "number": FieldType.DECIMAL,
    "duration": FieldType.DURATION,
    "date": FieldType.DATE,
    "string": FieldType.TEXT,
    "text": FieldType.TEXT,
}


@dataclass
class _Reading:
    problems: Problems = field(default_factory=Problems)
    events: dict[str, Event] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    relations: list[tuple[etree._Element, str]] = field(default_factory=list)
    data: dict[str, str] = field(default_factory=dict)  # name of a datum: its event
    values: dict[str, Value] = field(default_factory=dict)
    marked: dict[str, set[str]] = field(
        default_factory=lambda: {"included": set(), "executed": set(), "pending": set()}
    )


def loads(data: bytes) -> Graph:
    """The graph of a DCR-js file; GraphError with every problem found, in Danish.

    >>> loads(b"<d xmlns='http://tk/schema/dcr'><dcrGraph id='g'/></d>").id
    'g'
    """
    root = parse_xml(data)
    board = root.find(f"{{{NAMESPACE}}}dcrGraph")
    if board is None:
        problem = Problem("", root.sourceline, "Filen har ingen graf (dcrGraph).")
        raise GraphError([problem])
    reading = _Reading()
    _read_parts(board, None, reading)
    refuse_giants(len(reading.events) + len(reading.groups))
    rules = tuple(rule for found in reading.relations for rule in _relation(*found, reading))
    reading.problems.raise_if_any()
    id = board.get("id") or "graf"
    return Graph(
        id,
        "1",
        id,
        source="DCR-js",
        roles=tuple(Role(name, name) for name in _roles(reading)),
        events=tuple(reading.events.values()),
        groups=tuple(reading.groups.values()),
        relations=rules,
        initial=Initial(
            dict.fromkeys(reading.marked["executed"]),
            dict.fromkeys(reading.marked["pending"]),
            frozenset(reading.marked["included"]),
            reading.values,
        ),
    )


def _roles(reading: _Reading) -> dict[str, None]:
    parts: list[Event | Group] = [*reading.groups.values(), *reading.events.values()]
    return dict.fromkeys(role for part in parts for role in part.roles)


def _read_parts(parent: etree._Element, around: str | None, reading: _Reading) -> None:
    for element in parent:
        name = etree.QName(element).localname
        id = element.get("id", "")
        path = f"{name}.{id}"
        if name == "relation":
            reading.relations.append((element, path))
        elif name in PARTS:
            if not id or id in reading.events or id in reading.groups:
                what = f"Trinnet »{id}« findes to gange." if id else "Trinnet mangler et id."
                reading.problems.add(path, what, element.sourceline)
                continue
            _read_part(element, name, id, around, reading)
            _read_parts(element, id, reading)


def _read_part(
    element: etree._Element, name: str, id: str, around: str | None, reading: _Reading
) -> None:
    label, roles = naming(element)
    if name == "nesting":
        reading.groups[id] = Group(id, label, around, roles)
        return
    kind = EventType.ACTIVITY
    if name == "subProcess":
        many = element.get("multi-instance") == "true"
        kind = EventType.TEMPLATE if many else EventType.SUBPROCESS
    event = Event(id, label, roles, parent=around, type=kind)
    reading.events[id] = _with_data(element, event, reading)
    for mark, ids in reading.marked.items():
        if element.get(mark) == "true":
            ids.add(id)


def naming(element: etree._Element) -> tuple[str, tuple[str, ...]]:
    """The label and the roles of an event or a group."""
    role, label = element.get("role", "").strip(), element.get("description", "").strip()
    return label or role or element.get("id", ""), (role,) if role and label else ()


def _with_data(element: etree._Element, event: Event, reading: _Reading) -> Event:
    data = element.find(f"{{{NAMESPACE}}}eventData")
    if data is None:
        return event
    name = data.get("name", "").strip() or "value"
    reading.data.setdefault(name, event.id)
    default = data.get("default")
    kind = _TYPES.get(data.get("type", "").lower(), FieldType.TEXT)
    if default:
        try:
            reading.values[event.id] = _default(default, kind)
        except DurationError as error:
            reading.problems.add(f"events.{event.id}.eventData", str(error), data.sourceline)
    return replace(event, fields=(Field(name, name, kind),), scalar=True)


def _default(text: str, kind: FieldType) -> Value:
    value = stored(text, kind)
    if kind is FieldType.DECIMAL and isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return text if kind is FieldType.TEXT else value


def _relation(element: etree._Element, path: str, reading: _Reading) -> Iterator[Relation]:
    kind = KINDS.get(element.get("type", "").lower())
    ends = source, target = element.get("sourceRef", ""), element.get("targetRef", "")
    if kind is None:
        named = element.get("type", "")
        message = (
            f"Reglen har arten »{named}«, som ikke kendes." if named else "Reglens art mangler."
        )
        message = f"{message} Den (type) er en af: {', '.join(KINDS)}."
        reading.problems.add(path, message, element.sourceline)
        return
    for end in ends:
        if end not in reading.events and end not in reading.groups:
            reading.problems.add(path, f"Trinnet »{end}« findes ikke.", element.sourceline)
    guard: str | None = element.get("guard", "").strip() or None
    try:
        guard = renamed(guard, reading.data) if guard else None
    except GuardError as error:
        reading.problems.add(f"{path}.guard", str(error), element.sourceline)
    length = _length(element, path, reading)
    yield Relation(
        kind,
        source,
        target,
        guard,
        delay=length if kind is Kind.CONDITION else None,
        deadline=length if kind is Kind.RESPONSE else None,
    )


def _length(element: etree._Element, path: str, reading: _Reading) -> Duration | None:
    text = element.get("time", "").strip()
    try:
        return parse(text) if text else None
    except DurationError as error:
        reading.problems.add(f"{path}.time", str(error), element.sourceline)
        return None
