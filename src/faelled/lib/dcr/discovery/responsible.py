"""Who does what: for each activity the few roles that do nearly all of it, with how many times.

The roles are what the log says of each event, its group or its resource. A role list bars people,
so an activity that was seen too seldom gets none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from faelled.lib.dcr.graph import Graph, Role
from faelled.lib.dcr.logs.frames import EventLog


@dataclass(frozen=True, slots=True)
class Responsible:
    """The roles of one activity, those that do most first. `share` is what they did of `support`
    events whose role is known."""

    activity: str
    roles: tuple[str, ...]
    support: int
    share: float


def responsible(log: EventLog, by: str, share: float, support: int) -> list[Responsible]:
    """For each activity, the fewest roles that did at least `share` of it (0 to 1).

    `by`: the column of events that names the role, `group` or `resource`. An activity needs
    `support` events whose role is known.
    """
    counts = (
        log.events.filter(pl.col(by).is_not_null())
        .with_columns(pl.col(by).cast(pl.String))
        .group_by("activity", by)
        .len()
        .sort("activity", "len", by, descending=[False, True, False])
    )
    found = []
    for (activity,), part in counts.group_by("activity", maintain_order=True):
        total, done = int(part["len"].sum()), 0
        roles: list[str] = []
        for role, times in zip(part[by], part["len"], strict=True):
            if done >= share * total:
                break
            roles.append(role)
            done += times
        if total >= support:
            name = log.activities[int(str(activity))]
            found.append(Responsible(name, tuple(roles), total, done / total))
    return found


def with_roles(graph: Graph, found: list[Responsible]) -> Graph:
    """The graph with the roles on its events (by their names in the log) and in its list."""
    roles: Mapping[str, tuple[str, ...]] = {one.activity: one.roles for one in found}
    every = sorted({role for one in found for role in one.roles})
    return replace(
        graph,
        roles=tuple(Role(role, role) for role in every),
        events=tuple(replace(event, roles=roles.get(event.id, ())) for event in graph.events),
    )
