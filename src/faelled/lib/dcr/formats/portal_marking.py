"""The marking that a portal export begins in: what is done, owed and included, and the store.

`runtime/custom/globalMarking` only repeats this for the portal's own screen and is not read.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from lxml import etree

from faelled.lib.dcr.duration import COPENHAGEN, Duration, DurationError, parse
from faelled.lib.dcr.formats.portal_events import Reading
from faelled.lib.dcr.formats.portal_relations import inner_graphs
from faelled.lib.dcr.formats.typed_text import stored
from faelled.lib.dcr.graph import Initial
from faelled.lib.dcr.values import Value

Time = datetime | Duration | None

SUB_PROCESSES = "specification/resources/subProcesses/subProcess"


def read_marking(root: etree._Element, reading: Reading) -> Initial:
    """The runtime part of `root` and of the sub-processes inside it, as one."""
    executed: dict[str, Time] = {}
    pending: dict[str, Time] = {}
    included: set[str] = set()
    values: dict[str, Value] = {}
    for graph in _with_inner(root):
        values |= _values(graph, "specification/resources/variables/variable", reading)
        values |= _values(graph, "runtime/marking/globalStore/variable", reading)
        # Groups and sub-process frames are listed too; only events carry a marking.
        listed = {item.get("id", "") for item in graph.iterfind("runtime/marking/included/event")}
        included |= listed & reading.events.keys()
        # A template of this kind is listed nowhere, and its copies are part of the case.
        included |= {item.get("id", "") for item in graph.iterfind(SUB_PROCESSES)}
        executed |= _times(graph, "executed", "time", reading)
        pending |= _times(graph, "pendingResponses", "deadline", reading)
    return Initial(executed, pending, frozenset(included), values)


def _with_inner(root: etree._Element) -> Iterator[etree._Element]:
    yield root
    for inner in inner_graphs(root):
        yield from _with_inner(inner)


def _times(
    root: etree._Element, part: str, attribute: str, reading: Reading
) -> Iterable[tuple[str, Time]]:
    for item in root.iterfind(f"runtime/marking/{part}/event"):
        id, text = item.get("id", ""), item.get(attribute, "").strip()
        path = f"marking.{part}.{id}"
        if id not in reading.events:
            reading.problems.add(path, f"Trinnet »{id}« findes ikke.", item.sourceline)
            continue
        try:
            yield id, _time(text)
        except ValueError:
            message = f"»{text}« er hverken et tidspunkt eller en varighed."
            reading.problems.add(path, message, item.sourceline)


def _time(text: str) -> Time:
    """A duration, a number of days, or a moment (its seconds may have seven decimals)."""
    if text in ("", "null"):
        return None
    try:
        return parse(text)
    except DurationError:
        moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text))
        return (moment if moment.tzinfo else moment.replace(tzinfo=COPENHAGEN)).astimezone(UTC)


def _values(root: etree._Element, part: str, reading: Reading) -> Iterator[tuple[str, Value]]:
    """The store has no types: what looks like a number is one, so that guards can count with it."""
    for item in root.iterfind(part):
        id = item.get("id", "")
        if not id:
            continue
        event = reading.events.get(id)
        field = event.fields[0] if event is not None and event.fields else None
        try:
            yield id, stored(item.get("value", ""), field.type if field is not None else None)
        except DurationError as error:
            reading.problems.add(f"marking.globalStore.{id}", str(error), item.sourceline)
