"""The map of a version's graph with one case's marking laid over it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dcr import Event, Marking


@dataclass(frozen=True, slots=True)
class MarkedEvent:
    """An event as it stands in a case: done, possible, pending, away."""

    event: Event
    done_at: datetime | None
    possible: bool
    pending: bool
    included: bool


def marked_map(version_id: int, marking: Mapping[str, Any], *, at: datetime) -> list[MarkedEvent]:
    """Every event with where it stands."""
    graph, engine, m = graph_for(version_id), engine_for(version_id), Marking.from_json(marking)
    possible = set(engine.enabled(m, at=at))
    return [
        MarkedEvent(
            event,
            m.executed.get(event.id),
            event.id in possible,
            event.id in m.pending and event.id in m.included,
            event.id in m.included,
        )
        for event in graph.events
    ]
