"""The events, groups and roles of a portal export."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from lxml import etree

from faelled.lib.dcr.formats.problems import Problems
from faelled.lib.dcr.graph import Event, EventType, Field, FieldType, Group, Kind, Relation
from faelled.lib.dcr.guards import GuardError, names, parse

TYPES = {
    "int": FieldType.INTEGER,
    "integer": FieldType.INTEGER,
    "decimal": FieldType.DECIMAL,
    "float": FieldType.DECIMAL,
    "bool": FieldType.BOOLEAN,
    "boolean": FieldType.BOOLEAN,
    "text": FieldType.TEXT,
    "longtext": FieldType.LONGTEXT,
    "date": FieldType.DATE,
    "datetime": FieldType.DATETIME,
    "duration": FieldType.DURATION,
    "file": FieldType.FILE,
}
_NUMBERS = {FieldType.INTEGER, FieldType.DECIMAL}


@dataclass
class Reading:
    """What has been read so far; a sub-process's own graph is read into the same."""

    problems: Problems = field(default_factory=Problems)
    events: dict[str, Event] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    phases: dict[str, None] = field(default_factory=dict)
    roles: dict[str, None] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    variables: set[str] = field(default_factory=set)
    places: dict[str, etree._Element] = field(default_factory=dict)  # of events and groups
    rules: list[etree._Element] = field(default_factory=list)  # of the relations, in their order

    def marked_scalar(self, stored: Iterable[str]) -> Iterator[Event]:
        """Events whose value is stored, read or written anywhere carry one value, not a record."""
        read = set(stored)
        for rule in self.relations:
            read |= _names(rule.guard) | _names(rule.value)
            read |= {name for name in (rule.delay_from, rule.deadline_from) if name}
            read |= {rule.target} if rule.kind is Kind.UPDATE else set()
        for event in self.events.values():
            read |= _names(event.computation)
        for event in self.events.values():
            has_value = bool(event.fields or event.computation or event.id in read)
            yield replace(event, scalar=has_value)


def _names(text: str | None) -> frozenset[str]:
    return names(parse(text)) if text else frozenset()


def expressions(root: etree._Element, reading: Reading) -> dict[str, str]:
    """The expressions of one graph by id; those that cannot be read are problems."""
    found: dict[str, str] = {}
    for item in root.iterfind("specification/resources/expressions/expression"):
        id, text = item.get("id", ""), item.get("value", "").strip()
        found[id] = text
        try:
            parse(text)
        except GuardError as error:
            reading.problems.add(f"expressions.{id}", str(error), item.sourceline)
            found[id] = "true"
    return found


def read_events(root: etree._Element, reading: Reading, parent: str | None = None) -> None:
    """Every event of `root` (a dcrgraph) and of the sub-processes inside it."""
    resources = root.find("specification/resources")
    if resources is None:
        return
    labels = {
        mapping.get("eventId", ""): mapping.get("labelId", "").strip()
        for mapping in resources.iterfind("labelMappings/labelMapping")
    }
    known = expressions(root, reading)
    reading.variables |= {item.get("id", "") for item in resources.iterfind("variables/variable")}
    reading.roles |= dict.fromkeys(texts(resources, "custom/roles/role"))
    reading.phases |= dict.fromkeys(texts(resources, "custom/phases/phase"))
    for element in resources.iterfind("events/event"):
        _read_event(element, reading, labels, known, parent, "")
    for element in resources.iterfind("subProcesses/subProcess"):
        label = element.get("name", "") or element.findtext("custom/label", "")
        event = _event(element, label, known, parent, "")
        _add(element, replace(event, type=EventType.TEMPLATE), reading)
        for graph in element.iterfind("dcrgraph"):
            read_events(graph, reading, event.id)


def _read_event(
    element: etree._Element,
    reading: Reading,
    labels: dict[str, str],
    known: dict[str, str],
    parent: str | None,
    phase: str,
) -> None:
    event = _event(element, labels.get(element.get("id", ""), ""), known, parent, phase)
    inner = element.findall("event")
    kind = element.get("type", "")
    if kind == "nesting" or (inner and kind not in ("subprocess", "template")):
        _check_new(element, event.id, reading)
        reading.groups[event.id] = Group(event.id, event.label, parent, event.roles)
        own_type = element.findtext("custom/eventType", "").strip()
        phase = event.label if own_type.endswith("Phase") else event.phase
        reading.roles |= dict.fromkeys(event.roles)
    else:
        type_ = EventType(kind) if kind in ("subprocess", "template") else EventType.ACTIVITY
        _add(element, replace(event, type=type_), reading)
        phase = event.phase
    for child in inner:
        _read_event(child, reading, labels, known, event.id, phase)
    for graph in element.iterfind("template/dcrgraph"):
        read_events(graph, reading, event.id)


def _check_new(element: etree._Element, id: str, reading: Reading) -> None:
    if not id:
        reading.problems.add("events", "Trinnet mangler et id.", element.sourceline)
    elif id in reading.events or id in reading.groups:
        reading.problems.add(f"events.{id}", f"Trinnet »{id}« findes to gange.", element.sourceline)
    else:
        reading.places[id] = element


def _add(element: etree._Element, event: Event, reading: Reading) -> None:
    _check_new(element, event.id, reading)
    computation = element.get("computation")
    if computation and event.computation is None:
        reading.problems.add(
            f"events.{event.id}.computation",
            f"Udtrykket »{computation}« findes ikke.",
            element.sourceline,
        )
    reading.events[event.id] = event
    reading.roles |= dict.fromkeys((*event.roles, *event.read_roles))
    if event.phase:
        reading.phases |= {event.phase: None}


def _event(
    element: etree._Element, label: str, known: dict[str, str], parent: str | None, phase: str
) -> Event:
    id = element.get("id", "").strip()
    custom = element.find("custom")
    own_phases = (*texts(custom, "phases/phase"), *texts(custom, "groups/group"))
    helps = [
        plain_text(text) for text in texts(custom, "guide") + texts(custom, "eventDescription")
    ]
    return Event(
        id,
        label or id,
        roles=texts(custom, "roles/role"),
        read_roles=texts(custom, "readRoles/readRole"),
        parent=parent,
        phase=own_phases[0] if own_phases else phase,
        fields=_fields(id, label or id, custom),
        help="\n".join(text for text in helps if text),
        computation=known.get(element.get("computation", "")),
    )


def _fields(id: str, label: str, custom: etree._Element | None) -> tuple[Field, ...]:
    """A portal event holds at most one value: its own."""
    data = custom.find("eventData/dataType") if custom is not None else None
    if data is None:
        return ()
    kind = TYPES.get((data.text or "").strip().lower(), FieldType.TEXT)
    bounds = [_bound(data.get(name), kind) for name in ("min", "max")]
    hint = plain_text(data.get("hinttext", ""))
    return (Field("value", label or id, kind, min=bounds[0], max=bounds[1], help=hint),)


def _bound(text: str | None, kind: FieldType) -> str | None:
    """The portal writes NaN, nothing, or 0-255 where nobody set a limit; only numbers keep one."""
    try:
        number = Decimal(text or "NaN")
    except InvalidOperation:
        return None
    return text if kind in _NUMBERS and number.is_finite() else None


def texts(element: etree._Element | None, path: str) -> tuple[str, ...]:
    """The non-empty texts at a path."""
    found = element.iterfind(path) if element is not None else ()
    return tuple(text for item in found if (text := (item.text or "").strip()))


def plain_text(markup: str) -> str:
    """Help texts are HTML in the portal; here they are plain.

    >>> plain_text("<p>Husk&nbsp;§&nbsp;19</p>")
    'Husk § 19'
    """
    return " ".join(html.unescape(re.sub(r"<[^>]{0,500}>", " ", markup)).split())
