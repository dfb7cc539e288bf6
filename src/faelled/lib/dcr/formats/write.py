"""Write a graph in any format there is; `FORMATS` is the table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from faelled.lib.dcr.formats import dcrjs_out, native_out, portal_out
from faelled.lib.dcr.formats.losses import lost
from faelled.lib.dcr.formats.read import Format, format_of, load_graph
from faelled.lib.dcr.graph import Graph

__all__ = ["WRITERS", "Written", "write_graph"]


@dataclass(frozen=True, slots=True)
class Written:
    """A file, and what of the graph has no place in it (Danish, one line for each)."""

    data: bytes
    lost: tuple[str, ...]


def _native(graph: Graph, onto: bytes | None) -> bytes:
    return native_out.dumps(graph).encode()


WRITERS: Mapping[Format, Callable[[Graph, bytes | None], bytes]] = MappingProxyType(
    {
        Format.NATIVE: _native,
        Format.PORTAL: portal_out.dumps,
        Format.DCRJS: dcrjs_out.dumps,
    }
)


def write_graph(graph: Graph, format: Format, onto: bytes | None = None) -> Written:
    """The graph in a format. `onto`: the file it was read from; what else that file says is kept
    when it is of the same format.

    >>> write_graph(Graph("g", "1", "G", kle="32.18"), Format.PORTAL).lost
    ('grafen: KLE-nummer',)
    """
    same = onto if onto is not None and format_of(onto) is format else None
    data = WRITERS[format](graph, same)
    return Written(data, lost(graph, load_graph(data)))
