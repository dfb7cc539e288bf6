"""Read text DCR (.tdcr): typed data, guards, spawning and templates, as a graph.

The grammar is read off the published examples (docs/modules/dcr-formats.md). What a file says once
for many (templates, `foreach`, `if`) is worked out while it is read; `if` over data that are known
only when a step is taken becomes a guard on the spawn around it.
"""

from faelled.lib.dcr.formats.problems import GraphError, Problem
from faelled.lib.dcr.formats.tdcr.expansion import expanded
from faelled.lib.dcr.formats.tdcr.parser import parsed
from faelled.lib.dcr.graph import Graph

__all__ = ["loads"]

MOST_CHARACTERS = 200_000


def loads(text: str, id: str = "graf") -> Graph:
    """The graph of a file; GraphError with what is wrong, its line and place, in Danish.

    >>> graph = loads("(a: Apply)[?] (d: Decide)[?] ; a -->* d")
    >>> graph.event("d").label, graph.relations[0].kind.value
    ('Decide', 'condition')
    """
    if len(text) > MOST_CHARACTERS:
        raise GraphError([Problem("", None, "Filen er for stor til at være en graf.")])
    return expanded(parsed(text), id)
