"""Object-centric logs (OCEL 2.0) in XML, told as their JSON would be (`ocel`)."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from lxml import etree

from faelled.lib.dcr.logs.records import LogError
from faelled.lib.text.safe_xml import BadXml, parse_xml

MOST_BYTES = 256 * 1024**2  # it is held in memory whole


def ocel_xml(file: BinaryIO) -> Mapping[str, Any]:
    """Its objects and events; LogError, with the line, for broken XML or what is no such log."""
    try:
        root = parse_xml(file.read(MOST_BYTES + 1), most_bytes=MOST_BYTES)
    except BadXml as error:
        where = "" if error.line is None else f"Linje {error.line}: "
        raise LogError(f"{where}loggen er ikke gyldig XML: {error.message}") from error
    if etree.QName(root).localname != "log":
        raise LogError("Filen er ikke en OCEL-log: den begynder ikke med <log>.")
    return {
        "objects": [_told(one) for one in root.iterfind("{*}objects/{*}object")],
        "events": [_told(one) for one in root.iterfind("{*}events/{*}event")],
    }


def _told(one: etree._Element) -> dict[str, Any]:
    """An object or an event. What it is related to is named by any element with `object-id`:
    `relationship`, `object` and `relobj` are all in use."""
    return {
        **{key: one.get(key) for key in ("id", "type", "time")},
        "attributes": [
            {"name": part.get("name"), "value": part.text or ""}
            for part in one.iterfind("{*}attributes/{*}attribute")
        ],
        "relationships": [
            {"objectId": part.get("object-id")}
            for part in one.iterfind("{*}objects/*")
            if part.get("object-id") is not None
        ],
    }
