"""Which events of a graph an activity of a log means, and what one is that it does not know."""

from collections.abc import Mapping
from enum import StrEnum

from faelled.lib.dcr.graph import Graph


class Unknown(StrEnum):
    """What an activity is that the graph does not know: against it (a closed world), or outside."""

    VIOLATION = "violation"
    IGNORED = "ignored"


def events_named(graph: Graph) -> Mapping[str, tuple[int, ...]]:
    """For every name an activity may have, the indices of the events it can mean, in order.

    An event's own `log_names` come first; where no event claims a name so, labels count, and then
    ids. Several events may share a label: any of them may be what was done.

    >>> from faelled.lib.dcr.graph import Event
    >>> twice = Event("a", "Ring"), Event("b", "Ring"), Event("c", "Skriv", log_names=("mail",))
    >>> dict(events_named(Graph("g", "1", "G", events=twice)))["Ring"]
    (0, 1)
    """
    found: dict[str, tuple[int, ...]] = {}
    listed = list(enumerate(graph.events))
    for names in (
        [(name, at) for at, event in listed for name in event.log_names],
        [(event.label, at) for at, event in listed],
        [(event.id, at) for at, event in listed],
    ):
        meant: dict[str, tuple[int, ...]] = {}
        for name, at in names:
            meant[name] = (*meant.get(name, ()), at)
        found = meant | found
    return found
