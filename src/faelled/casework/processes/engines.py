"""Compiled graphs, one for each version: a version never changes, so its engine is kept."""

from functools import lru_cache

from faelled.casework.processes.models import ProcessVersion
from faelled.lib.dates import danish_calendar
from faelled.lib.dcr import Clock, Engine, Graph
from faelled.lib.dcr.formats.read import load_graph

KEPT = 256


@lru_cache(maxsize=KEPT)
def engine_for(version_id: int) -> Engine:
    """The engine of a published version, in operation mode and with the Danish calendar."""
    return Engine(written_graph_for(version_id), calendar=danish_calendar(), clock=Clock.LEGAL)


def graph_for(version_id: int) -> Graph:
    """The graph of a published version as it runs: nesting worked out, roles passed down."""
    return engine_for(version_id).graph


def written_graph_for(version_id: int) -> Graph:
    """The same as it was written, with its groups, read anew: for people who read the rules."""
    version = ProcessVersion.objects.only("source").get(pk=version_id)
    return load_graph(bytes(version.source))
