"""What was mined, as a graph whose events are the log's activities under their own names."""

from collections.abc import Iterable, Mapping, Sequence

from faelled.lib.dcr.discovery.mined import Mined
from faelled.lib.dcr.discovery.rectangles import Rectangle
from faelled.lib.dcr.graph import Event, Graph, Group, Initial, Kind, Relation

UNNAMED = "(uden navn)"  # an activity must be called something


def graph_of_rules(mined: Mined, activities: Sequence[str], title: str) -> Graph:
    """The rules one by one."""
    return _graph(title, activities, {}, mined.relations(_names(activities)))


def graph_of_relations(
    relations: Iterable[Rectangle], activities: Sequence[str], title: str
) -> Graph:
    """Relations between activities and groups of them; the groups that are used are nested."""
    relations = list(relations)
    names = _names(activities)
    used = {end for rule in relations for end in (rule.sources, rule.targets) if len(end) > 1}
    prefix = "gruppe-"
    while any(name.startswith(prefix) for name in names):
        prefix += "-"
    groups = {
        members: f"{prefix}{number}"
        for number, members in enumerate(sorted(used, key=lambda end: (-len(end), min(end))), 1)
    }

    def name(end: frozenset[int]) -> str:
        return groups[end] if len(end) > 1 else names[min(end)]

    rules = [Relation(rule.kind, name(rule.sources), name(rule.targets)) for rule in relations]
    order = list(Kind)
    rules.sort(key=lambda rule: (order.index(rule.kind), rule.source, rule.target))
    return _graph(title, activities, groups, rules)


def _graph(
    title: str,
    activities: Sequence[str],
    groups: Mapping[frozenset[int], str],
    relations: Sequence[Relation],
) -> Graph:
    names = _names(activities)
    events = tuple(
        Event(name, name, parent=_around(frozenset({at}), groups), log_names=_log_names(name, said))
        for at, (name, said) in enumerate(zip(names, activities, strict=True))
    )
    return Graph(
        "mined",
        "1",
        title,
        events=events,
        groups=tuple(
            Group(id, _called([names[at] for at in sorted(members)]), _around(members, groups))
            for members, id in groups.items()
        ),
        relations=tuple(relations),
        initial=Initial(included=frozenset(names)),
    )


def _called(names: Sequence[str]) -> str:
    """What a group is called, short enough to be read in a rule.

    >>> _called(["Ring", "Skriv"]), _called(["A", "B", "C", "D"])
    ('Ring og Skriv', 'A, B og 2 andre')
    """
    if len(names) > 3:
        return f"{names[0]}, {names[1]} og {len(names) - 2} andre"
    return f"{', '.join(names[:-1])} og {names[-1]}"


def _names(activities: Sequence[str]) -> list[str]:
    return [name or UNNAMED for name in activities]


def _log_names(name: str, said: str) -> tuple[str, ...]:
    return (said,) if said and said != name else ()


def _around(members: frozenset[int], groups: Mapping[frozenset[int], str]) -> str | None:
    """The smallest group around some activities."""
    around = [other for other in groups if members < other]
    return groups[min(around, key=len)] if around else None
