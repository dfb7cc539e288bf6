"""Read a graph file, whatever its format."""

from faelled.lib.dcr.formats import native, portal
from faelled.lib.dcr.formats.problems import GraphError, Problem
from faelled.lib.dcr.graph import Graph

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def is_xml(data: bytes) -> bool:
    """XML begins with `<`; TOML cannot. UTF-16 is taken for XML too, as its writers may."""
    start = data.removeprefix(_BYTE_ORDER_MARK).lstrip()[:2]
    return start.startswith(b"<") or start in (b"\xff\xfe", b"\xfe\xff")


def load_graph(data: bytes) -> Graph:
    """The graph in portal XML or native TOML. GraphError, in Danish, for anything else.

    >>> load_graph(b"<dcrgraph title='Talk'/>").title
    'Talk'
    """
    if is_xml(data):
        return portal.loads(data)
    try:
        text = data.removeprefix(_BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = Problem("", line, "Filen er ikke tekst i UTF-8.")
        raise GraphError([problem]) from error
    return native.loads(text)
