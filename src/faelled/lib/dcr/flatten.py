"""Nesting worked out: a graph of groups as a graph of single events [HMS11].

A group is no event. A relation from or to a group stands for the full product over the events
inside it, self pairs included: a group that excludes itself is the "choice" pattern, and the event
executed excludes itself too. Roles of a group pass to the events in it that have none of their own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.errors import InvalidGraph
from faelled.lib.dcr.graph import Event, Graph, Group, Initial, Kind, Relation


def flatten(graph: Graph) -> Graph:
    """The same process without groups. Raises `InvalidGraph` with every contradiction found.

    >>> choice = Graph("c", "1", "Valg", groups=(Group("either", "Et af to"),),
    ...                events=(Event("a", "A", parent="either"), Event("b", "B", parent="either")),
    ...                relations=(Relation(Kind.EXCLUDE, "either", "either"),))
    >>> [(rule.source, rule.target) for rule in flatten(choice).relations]
    [('a', 'a'), ('a', 'b'), ('b', 'a'), ('b', 'b')]
    """
    problems = _problems(graph)
    if problems:
        raise InvalidGraph(problems)
    groups = {group.id: group for group in graph.groups}
    inside = members(graph)
    return replace(
        graph,
        events=tuple(_with_roles(event, groups) for event in graph.events),
        groups=(),
        relations=_merged(
            replace(rule, source=source, target=target)
            for rule in graph.relations
            for source in inside[rule.source]
            for target in inside[rule.target]
        ),
        initial=_events_only(graph.initial, groups),
    )


def members(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    """For every event itself, and for every group all events inside it, in the graph's order."""
    groups = {group.id: group for group in graph.groups}
    found: dict[str, list[str]] = {group: [] for group in groups}
    for event in graph.events:
        for group in _ancestors(event.parent, groups):
            found[group.id].append(event.id)
    return {event.id: (event.id,) for event in graph.events} | {
        group: tuple(events) for group, events in found.items()
    }


def _ancestors(parent: str | None, groups: Mapping[str, Group]) -> list[Group]:
    """The groups around something, nearest first; a ring ends where it began."""
    found: list[Group] = []
    group = groups.get(parent or "")
    while group is not None and group not in found:
        found.append(group)
        group = groups.get(group.parent or "")
    return found


def _with_roles(event: Event, groups: Mapping[str, Group]) -> Event:
    around = _ancestors(event.parent, groups)
    roles = event.roles or next((group.roles for group in around if group.roles), ())
    return replace(event, roles=roles, parent=None if around else event.parent)


def _events_only(initial: Initial, groups: Mapping[str, Group]) -> Initial:
    return Initial(
        {id: at for id, at in initial.executed.items() if id not in groups},
        {id: at for id, at in initial.pending.items() if id not in groups},
        initial.included - groups.keys(),
        initial.values,
    )


def _merged(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """One relation where a pair arises twice: the larger delay, the smaller deadline.

    Which of P1M and P30D is larger is known only on the day, so such two both stay: the engine asks
    both delays and keeps the earlier deadline.
    """
    found: list[Relation] = []
    places: dict[Relation, list[int]] = {}
    for rule in relations:
        same = places.setdefault(replace(rule, delay=None, deadline=None, cites=(), why=""), [])
        for place in same:
            both = _both(found[place], rule)
            if both is not None:
                found[place] = both
                break
        else:
            if rule.kind is not Kind.UPDATE:  # the last value written counts, so order must stay
                same.append(len(found))
            found.append(rule)
    return tuple(found)


def _both(one: Relation, other: Relation) -> Relation | None:
    if not (_comparable(one.delay, other.delay) and _comparable(one.deadline, other.deadline)):
        return None
    cites = one.cites + tuple(cite for cite in other.cites if cite not in one.cites)
    longer = other.delay if _shorter(one.delay, other.delay) else one.delay
    sooner = one.deadline
    if other.deadline is not None and (sooner is None or _shorter(other.deadline, sooner)):
        sooner = other.deadline
    return replace(one, delay=longer, deadline=sooner, cites=cites, why=one.why or other.why)


def _comparable(one: Duration | None, other: Duration | None) -> bool:
    if one is None or other is None:
        return True
    return _shorter(one, other) or _shorter(other, one)


def _shorter(one: Duration | None, other: Duration | None) -> bool:
    """At most as long in every part; no duration is the shortest of all."""
    if one is None or other is None:
        return one is None
    return (
        one.years * 12 + one.months <= other.years * 12 + other.months
        and one.days <= other.days
        and one.working_days <= other.working_days
        and one.seconds <= other.seconds
    )


def _problems(graph: Graph) -> tuple[str, ...]:
    ids = [event.id for event in graph.events] + [group.id for group in graph.groups]
    known = set(ids)
    groups = {group.id: group for group in graph.groups}
    found = [f"Navnet »{id}« bruges to gange." for id in sorted(known) if ids.count(id) > 1]
    parents = {event.id: event.parent for event in graph.events}
    parents |= {group.id: group.parent for group in graph.groups}
    found += [
        f"»{id}« ligger i »{parent}«, som ikke findes."
        for id, parent in parents.items()
        if parent is not None and parent not in known
    ]
    found += [
        f"Gruppen »{group.id}« ligger inde i sig selv."
        for group in graph.groups
        if group in _ancestors(group.parent, groups)
    ]
    for rule in graph.relations:
        found += [
            f"En regel nævner »{end}«, som ikke findes."
            for end in (rule.source, rule.target)
            if end not in known
        ]
    initial = graph.initial
    marked = initial.executed.keys() | initial.pending.keys() | initial.included
    found += [f"Begyndelsen nævner »{id}«, som ikke findes." for id in sorted(marked - known)]
    return tuple(found)
