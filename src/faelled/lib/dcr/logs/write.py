"""Logs out again, one case at a time: XES (IEEE 1849) and CSV, as `read_log` reads them."""

import csv
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from typing import BinaryIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from faelled.lib.dcr.logs.records import Columns, LogEvent, LogTrace

CASE = "case:"
NAMESPACE = "http://www.xes-standard.org/"
STANDARD = ("concept:name", "time:timestamp", "org:resource", "org:group", "lifecycle:transition")


def write_xes(traces: Iterable[LogTrace], file: BinaryIO) -> int:
    """How many cases were written. Attributes are strings; signs that XML cannot hold are left
    out.

    >>> from io import BytesIO
    >>> out = BytesIO()
    >>> write_xes([LogTrace("1", (LogEvent("Ring"),))], out)
    1
    >>> b'<string key="concept:name" value="Ring"></string>' in out.getvalue()
    True
    """
    out = XMLGenerator(file, "utf-8")
    out.startDocument()
    _open(out, "log", {"xes.version": "2.0", "xmlns": NAMESPACE})
    count = 0
    for trace in traces:
        count += 1
        _open(out, "trace", {})
        _attributes(out, {"concept:name": trace.id, **trace.attributes})
        for event in trace.events:
            _open(out, "event", {})
            _attributes(out, _standard(event) | dict(event.attributes))
            out.endElement("event")
        out.endElement("trace")
        out.ignorableWhitespace("\n")
    out.endElement("log")
    out.endDocument()
    return count


def write_csv(
    traces: Iterable[LogTrace],
    file: BinaryIO,
    *,
    about: Sequence[str] = (),
    attributes: Sequence[str] = (),
    columns: Columns | None = None,
) -> int:
    """How many cases were written, one row for each event; a case without events leaves none.

    `about` and `attributes` name the attributes of cases and of events to write: the header comes
    before the first case.
    """
    names = columns or Columns()
    text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    out = csv.writer(text, lineterminator="\n")
    fixed = (names.case, names.activity, names.at, names.resource, names.group, names.lifecycle)
    out.writerow([*fixed, *(CASE + name for name in about), *attributes])
    count = 0
    for trace in traces:
        count += 1
        case = [trace.attributes.get(name, "") for name in about]
        for event in trace.events:
            at = "" if event.at is None else event.at.isoformat()
            who = event.resource, event.group, event.lifecycle
            own = [event.attributes.get(name, "") for name in attributes]
            out.writerow([trace.id, event.activity, at, *who, *case, *own])
    text.detach()
    return count


def _standard(event: LogEvent) -> dict[str, str]:
    at = "" if event.at is None else event.at.isoformat()
    values = event.activity, at, event.resource, event.group, event.lifecycle
    return {key: value for key, value in zip(STANDARD, values, strict=True) if value}


def _attributes(out: XMLGenerator, attributes: dict[str, str]) -> None:
    for key, value in attributes.items():
        tag = "date" if key == "time:timestamp" else "string"
        _open(out, tag, {"key": key, "value": value})
        out.endElement(tag)


def _open(out: XMLGenerator, tag: str, attributes: dict[str, str]) -> None:
    clean = {name: "".join(filter(_allowed, value)) for name, value in attributes.items()}
    out.startElement(tag, AttributesImpl(clean))


def _allowed(sign: str) -> bool:
    """Whether XML 1.0 may hold a sign."""
    return (
        sign in "\t\n\r"
        or ("\x20" <= sign <= "\ud7ff")
        or ("\ue000" <= sign <= "\ufffd")
        or (sign > "\uffff")
    )
