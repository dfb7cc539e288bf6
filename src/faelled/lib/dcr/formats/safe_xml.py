"""XML graphs from strangers: the hardened reader, with a graph's own bounds and errors."""

from lxml import etree

from faelled.lib.dcr.formats.bounds import MOST_ELEMENTS
from faelled.lib.dcr.formats.problems import GraphError, Problem
from faelled.lib.text import safe_xml
from faelled.lib.text.safe_xml import MOST_DEPTH, BadXml

__all__ = ["MOST_BYTES", "MOST_DEPTH", "parse_xml"]

MOST_BYTES = 8 * 1024 * 1024


def parse_xml(data: bytes) -> etree._Element:
    """The root of a small, plain document; GraphError (with the line) for anything else."""
    try:
        root = safe_xml.parse_xml(data, most_bytes=MOST_BYTES)
    except BadXml as error:
        raise GraphError([Problem("", error.line, error.message)]) from error
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise GraphError(
            [Problem("", None, f"Filen er for stor: den har mere end {MOST_ELEMENTS} elementer.")]
        )
    return root
