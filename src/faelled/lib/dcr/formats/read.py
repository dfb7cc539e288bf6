"""Read a graph file, whatever its format."""

import re
from enum import StrEnum

from faelled.lib.dcr.formats import dcrjs, native, portal, tdcr
from faelled.lib.dcr.formats.problems import GraphError, Problem
from faelled.lib.dcr.graph import Graph

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_COMMENT = re.compile(r"#.*")
_TDCR = re.compile(r"\s*(?:[!%]*\(\s*\w+\s*:|tmpl\s+\w+\s*\(|if\s+\S|foreach\s+\w+\s+in\s)")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Format(StrEnum):
    """The formats there are, as `faelled dcr convert --to` names them."""

    NATIVE = "toml"
    PORTAL = "portal"
    DCRJS = "dcrjs"
    TDCR = "tdcr"


def is_xml(data: bytes) -> bool:
    """XML begins with `<`; TOML cannot. UTF-16 is taken for XML too, as its writers may."""
    start = data.removeprefix(_BYTE_ORDER_MARK).lstrip()[:2]
    return start.startswith(b"<") or start in _UTF_16


def format_of(data: bytes) -> Format:
    """The format that a file is written in, by how it begins.

    >>> format_of(b"<dcrgraph/>"), format_of(b"(a: A)[?]"), format_of(b'id = "g"')
    (<Format.PORTAL: 'portal'>, <Format.TDCR: 'tdcr'>, <Format.NATIVE: 'toml'>)
    """
    if is_xml(data):
        is_utf_16 = data.lstrip()[:2] in _UTF_16
        text = data[:8_000].decode("utf-16" if is_utf_16 else "utf-8", errors="replace")
        return Format.DCRJS if dcrjs.NAMESPACE in text else Format.PORTAL
    text = data[:20_000].decode("utf-8-sig", errors="replace")
    return Format.TDCR if _TDCR.match(_COMMENT.sub("", text)) else Format.NATIVE


def load_graph(data: bytes) -> Graph:
    """The graph in any of the formats. GraphError, in Danish, for anything else.

    >>> load_graph(b"<dcrgraph title='Talk'/>").title
    'Talk'
    """
    format = format_of(data)
    if format is Format.PORTAL:
        return portal.loads(data)
    if format is Format.DCRJS:
        return dcrjs.loads(data)
    try:
        text = data.removeprefix(_BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = Problem("", line, "Filen er ikke tekst i UTF-8.")
        raise GraphError([problem]) from error
    return tdcr.loads(text) if format is Format.TDCR else native.loads(text)
