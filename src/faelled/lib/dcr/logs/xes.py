"""XES, one trace at a time: a log of any length costs the memory of its longest case."""

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from faelled.lib.dcr.logs.records import LogError, LogEvent, LogTrace, moment, named
from faelled.lib.text.safe_xml import BadXml, stream_xml

MOST_EVENTS = 100_000  # in one trace; a longer one is an attack or a mistake


def read_xes(file: BinaryIO) -> Iterator[LogTrace]:
    """The traces of an XES document, with or without its namespace.

    Entities, DOCTYPE and network are refused, as for every XML from outside. Raises LogError
    where the document breaks, after the traces before that place.
    """
    try:
        yield from _traces(stream_xml(file, ("{*}log", "{*}trace", "{*}event")))
    except BadXml as error:
        message = f"Linje {error.line}: loggen er ikke gyldig XML: {error.message}"
        raise LogError(message) from error


def _traces(parts: Iterator[tuple[str, etree._Element]]) -> Iterator[LogTrace]:
    root = _root(parts)
    number, events = 0, 0
    for happening, element in parts:
        tag = etree.QName(element).localname
        if happening == "end" and tag == "event":
            events += 1
            if events > MOST_EVENTS:
                raise LogError(f"En sag har mere end {MOST_EVENTS} hændelser.")
        elif happening == "end" and tag == "trace":
            number, events = number + 1, 0
            yield _trace(element, number)
            element.clear()
            while element.getprevious() is not None:
                del root[0]


def _root(parts: Iterator[tuple[str, etree._Element]]) -> etree._Element:
    _happening, root = next(parts, ("", None))
    if root is None or etree.QName(root).localname != "log":
        raise LogError("Filen er ikke en XES-log: den begynder ikke med <log>.")
    if root.getroottree().docinfo.doctype:
        raise LogError("Loggen har en DOCTYPE. Den slags læses ikke.")
    return root


def _trace(element: etree._Element, number: int) -> LogTrace:
    attributes = _attributes(element)
    id = attributes.get("concept:name") or f"{number}"
    events = tuple(_event(child, id) for child in element.iterchildren("{*}event"))
    return LogTrace(id, events, attributes)


def _event(element: etree._Element, trace: str) -> LogEvent:
    attributes = _attributes(element)
    return LogEvent(
        activity=attributes.get("concept:name", "").strip(),
        at=moment(attributes.get("time:timestamp", ""), trace),
        resource=named(attributes.get("org:resource")),
        group=named(attributes.get("org:group")),
        lifecycle=named(attributes.get("lifecycle:transition")),
        attributes=attributes,
    )


def _attributes(element: etree._Element) -> dict[str, str]:
    """The attributes at the top of a part; those nested in others are left out."""
    pairs = ((child.get("key"), child.get("value")) for child in element.iterchildren())
    return {str(key): str(value) for key, value in pairs if key is not None and value is not None}
