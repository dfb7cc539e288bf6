"""Nesting worked out: a graph of groups as a graph of single events [HMS11].

A group is no event. A relation from or to a group stands for the full product over the events
inside it, self pairs included: a group that excludes itself is the "choice" pattern, and the event
executed excludes itself too. Roles of a group pass to the events in it that have none of their own.

A sub-process or a template is an event; it stays, with what is inside it, which then names it as
its parent. A group that holds one holds the event and not what is inside.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.errors import InvalidGraph
from faelled.lib.dcr.graph import Event, EventType, Graph, Group, Initial, Kind, Relation

Around = Mapping[str, Group | Event]


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
    around = _holders(graph)
    inside = members(graph)
    return replace(
        graph,
        events=tuple(_with_roles(event, around) for event in graph.events),
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
            found[group.id].append(event.id)  # up to the nearest event: what it holds is its own
    return {event.id: (event.id,) for event in graph.events} | {
        group: tuple(events) for group, events in found.items()
    }


def roles_of(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    """Who may execute each event: its own roles, else those of the nearest thing around it that has
    some. A sub-process is nobody's."""
    holders = _holders(graph)
    return {
        event.id: () if event.id in holders else _with_roles(event, holders).roles
        for event in graph.events
    }


def _holders(graph: Graph) -> dict[str, Group | Event]:
    """Everything that others can lie in: groups, sub-processes and templates."""
    found: dict[str, Group | Event] = {group.id: group for group in graph.groups}
    return found | {e.id: e for e in graph.events if e.type is not EventType.ACTIVITY}


def _ancestors(parent: str | None, holders: Around) -> list[Group | Event]:
    """What is around something, nearest first; a ring ends where it began."""
    found: dict[str, Group | Event] = {}
    while parent is not None and parent in holders and parent not in found:
        found[parent] = holders[parent]
        parent = holders[parent].parent
    return list(found.values())


def _with_roles(event: Event, holders: Around) -> Event:
    around = _ancestors(event.parent, holders)
    roles = event.roles or next((holder.roles for holder in around if holder.roles), ())
    parent = next((holder.id for holder in around if isinstance(holder, Event)), None)
    return replace(event, roles=roles, parent=parent)


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
    found = [f"Navnet »{id}« bruges to gange." for id in sorted(known) if ids.count(id) > 1]
    found += _misplaced(graph, known)
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


def _misplaced(graph: Graph, known: set[str]) -> list[str]:
    """What lies nowhere, in itself, or in an event that holds nothing."""
    holders = _holders(graph)
    found = []
    parents: dict[str, str | None] = {event.id: event.parent for event in graph.events}
    parents |= {group.id: group.parent for group in graph.groups}
    for id, parent in parents.items():
        if parent is not None and parent not in known:
            found.append(f"»{id}« ligger i »{parent}«, som ikke findes.")
        elif parent is not None and parent not in holders:
            holder = f"»{parent}«, som hverken er en gruppe eller en delproces"
            found.append(f"»{id}« ligger i {holder}.")
    for id, inner in holders.items():
        if any(outer.id == id for outer in _ancestors(inner.parent, holders)):
            what = "Gruppen" if isinstance(inner, Group) else "Delprocessen"
            found.append(f"{what} »{id}« ligger inde i sig selv.")
    return found


def spawned_wrongly(flat: Graph) -> list[str]:
    """What bars a flat graph from running: what is spawned must be a template, and no id may look
    like that of a copy."""
    templates = {event.id for event in flat.events if event.type is EventType.TEMPLATE}
    found = [
        f"En regel danner »{rule.target}«, som ikke er en skabelon."
        for rule in flat.relations
        if rule.kind is Kind.SPAWN and rule.target not in templates
    ]
    if templates:
        found += [
            f"»{event.id}« må ikke rumme tegnet #, når processen har en skabelon."
            for event in flat.events
            if "#" in event.id
        ]
    return found
