"""The marking that a case begins in, merged into a portal export."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from lxml import etree

from faelled.lib.dcr.duration import Duration
from faelled.lib.dcr.formats.portal_tree import add, at, drop, put, scope_of
from faelled.lib.dcr.graph import Graph, Initial
from faelled.lib.dcr.values import Value

Time = datetime | Duration | None
_MARKING = "runtime/marking"
_DECLARED = "specification/resources/variables"


def merge_marking(
    places: Mapping[str, etree._Element], root: etree._Element, before: Initial, graph: Graph
) -> None:
    """Make the tree's marking that of `graph`."""
    initial = graph.initial
    known = {id: None for id in before.included if id in places}
    wanted = {event.id: None for event in graph.events if event.id in initial.included}
    _merge(places, root, "included", "", known, wanted)
    _merge(places, root, "executed", "time", before.executed, initial.executed)
    _merge(places, root, "pendingResponses", "deadline", before.pending, initial.pending)
    _merge_values(places, root, before.values, initial.values)


def _merge(
    places: Mapping[str, etree._Element],
    root: etree._Element,
    part: str,
    attribute: str,
    before: Mapping[str, Time],
    now: Mapping[str, Time],
) -> None:
    items: dict[str, list[etree._Element]] = {}
    for item in root.iter("event"):
        parent = item.getparent()
        marking = parent.getparent() if parent is not None and parent.tag == part else None
        if marking is not None and marking.tag == "marking":
            items.setdefault(item.get("id", ""), []).append(item)
    for id in before:
        if id not in now:
            for item in items.get(id, ()):
                drop(item)
    for id, time in now.items():
        if id in before and before[id] == time:
            continue
        found = items.get(id, []) if id in before else []
        if not found:
            found = [add(at(scope_of(places[id]), f"{_MARKING}/{part}"), "event", id=id)]
        if attribute:
            put(found[-1], attribute, time_text(time))


def time_text(time: Time) -> str:
    """A moment, a duration, or nothing, as the portal writes it.

    >>> time_text(datetime(2026, 11, 24, 9, tzinfo=UTC)), time_text(Duration(days=3))
    ('2026-11-24T09:00:00Z', 'P3D')
    """
    if time is None:
        return ""
    if isinstance(time, Duration):
        return time.format()
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _merge_values(
    places: Mapping[str, etree._Element],
    root: etree._Element,
    before: Mapping[str, Value],
    now: Mapping[str, Value],
) -> None:
    stored: dict[str, list[etree._Element]] = {}
    for item in root.iter("variable"):
        stored.setdefault(item.get("id", ""), []).append(item)
    for id in before:
        if id not in now:
            for item in stored.get(id, ()):
                drop(item)
    for id, value in now.items():
        text = value_text(value)
        if text is None or (id in before and before[id] == value):
            continue
        items = stored.get(id, []) if id in before else []
        if not items:
            path = f"{_MARKING}/globalStore" if id in places else _DECLARED
            scope = scope_of(places[id]) if id in places else root
            items = [add(at(scope, path), "variable", id=id)]
        for item in items:
            put(item, "value", text)


def value_text(value: Value) -> str | None:
    """A value in the portal's store, which knows texts only; None for what is no single value.

    >>> value_text(True), value_text(Decimal("1.50")), value_text({"a": 1})
    ('true', '1.50', None)
    """
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int() | Decimal():
            return str(value)
        case datetime():
            return time_text(value)
        case date():
            return value.isoformat()
        case Duration():
            return value.format()
        case _:
            return None
