"""A flat graph with the copies a case has: which events are there, and which relations hold.

A relation with an end inside a template holds for each copy of it. Two ends in one template mean
the same copy; what else one of them lies in is gone through copy by copy.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from faelled.lib.dcr.copies import TRIGGER, copies_at, copy_name, inner_name
from faelled.lib.dcr.graph import Event, EventType, Graph, Kind, Relation

Path = tuple[tuple[str, int], ...]
Place = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Around:
    """The copies that something stands in. `named`: the copy of each template. `innermost`: the one
    whose trigger is meant; "" outside all."""

    named: Mapping[str, str]
    innermost: str


NOWHERE = Around({}, "")


def events_there(flat: Graph, instances: Mapping[str, int]) -> Iterator[tuple[Event, Around]]:
    """The events of a case with so many copies; those of a copy stand where its template does."""
    inside: dict[tuple[str, ...], list[Event]] = {}
    for event in flat.events:
        chain = flat.templates(event.id)
        if event.type is EventType.TEMPLATE:
            chain = chain[:-1]
        inside.setdefault(chain, []).append(event)

    def within(path: Path) -> Iterator[tuple[Event, Around]]:
        around = around_of(path)
        for event in inside.get(tuple(template for template, _ in path), ()):
            if event.type is not EventType.TEMPLATE:
                yield flat.copied(event, path) if path else event, around
                continue
            place = inner_name(around.innermost, event.id)
            for number in range(1, instances.get(place, 0) + 1):
                deeper = (*path, (event.id, number))
                yield flat.copied(event, deeper), around_of(deeper)
                yield from within(deeper)

    return within(())


def relations_there(flat: Graph, instances: Mapping[str, int]) -> Iterator[tuple[Relation, Around]]:
    """The relations between them. The target of a spawn is the place of its template's copies."""
    for rule in flat.relations:
        source, target = flat.templates(rule.source), flat.templates(rule.target)
        if not source and not target:
            yield rule, NOWHERE
            continue
        if rule.kind is Kind.SPAWN:
            target = target[:-1]
        for one, other in _pairs(source, target, instances):
            around = _both(one, other)
            begins = _id(flat, rule.source, one)
            ends = (
                inner_name(around_of(other).innermost, rule.target)
                if rule.kind is Kind.SPAWN
                else _id(flat, rule.target, other)
            )
            yield replace(rule, source=begins, target=ends), around


def _pairs(
    source: tuple[str, ...], target: tuple[str, ...], instances: Mapping[str, int]
) -> Iterator[tuple[Path, Path]]:
    shared = sum(
        1 for _ in takewhile(lambda two: two[0] == two[1], zip(source, target, strict=False))
    )
    for one in _paths((), source, instances):
        for other in _paths(one[:shared], target, instances):
            yield one, other


def _paths(begun: Path, chain: tuple[str, ...], instances: Mapping[str, int]) -> Iterator[Path]:
    """Every way to go on to copies of all templates of the chain."""
    if len(begun) == len(chain):
        yield begun
        return
    place = inner_name(around_of(begun).innermost, chain[len(begun)])
    for number, _ in enumerate(copies_at(place, instances), start=1):
        yield from _paths((*begun, (chain[len(begun)], number)), chain, instances)


@lru_cache(maxsize=4_096)
def around_of(path: Path) -> Around:
    """The copies of a path by their templates."""
    if not path:
        return NOWHERE
    named: dict[str, str] = {}
    here = ""
    for template, number in path:
        here = named[template] = copy_name(inner_name(here, template), number)
    return Around(named, here)


def _both(one: Path, other: Path) -> Around:
    """The copies around either end; the trigger is that of the deeper end, else of the source."""
    source, target = around_of(one), around_of(other)
    if other[: len(one)] == one:
        return target
    if one[: len(other)] == other:
        return source
    return Around({**target.named, **source.named}, source.innermost)


def _id(flat: Graph, event: str, path: Path) -> str:
    if not path:
        return event
    copy = around_of(path).innermost
    return copy if flat.event(event).type is EventType.TEMPLATE else inner_name(copy, event)


def place_in(flat: Graph, known: frozenset[str], name: str, around: Around) -> Place:
    """Where the value of a name is kept: by the event or variable, and a field of it or None.

    A name inside a template means the copy's own; what lies in no copy at hand has no value.
    """
    owner, field = place_of(name, known)
    if owner not in known and owner == TRIGGER and around.innermost:
        return around.innermost, field
    chain = flat.templates(owner)
    if not chain or chain[-1] not in around.named:
        return owner, field
    copy = around.named[chain[-1]]
    return (copy if owner == chain[-1] else inner_name(copy, owner)), field


def place_of(name: str, known: frozenset[str] | set[str]) -> Place:
    """Where a name of an expression is kept: an event or variable, and a field of it or None.

    >>> place_of("draft.amount", {"draft"}), place_of("v1.2", {"v1.2"})
    (('draft', 'amount'), ('v1.2', None))
    """
    if name in known:
        return name, None
    owner, dot, field = name.rpartition(".")
    while dot:
        if owner in known:
            return owner, name[len(owner) + 1 :]
        owner, dot, field = owner.rpartition(".")
    owner, dot, field = name.partition(".")
    return owner, field if dot else None
