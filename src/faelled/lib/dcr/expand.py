"""A flat graph with the copies a case has: which events are there, and which relations hold.

A relation with an end inside a template holds for each copy of it. Two ends in one template mean
the same copy; what else one of them lies in is gone through copy by copy.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from faelled.lib.dcr.copies import TRIGGER, copy_name, inner_name, read_name
from faelled.lib.dcr.graph import Event, EventType, Graph, Kind, Relation
from faelled.lib.dcr.values import Copies, Part, Row, Scalar, Value, rows_of

Path = tuple[tuple[str, int], ...]
Place = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Around:
    """The copies that something stands in. `named`: the copy of each template. `innermost`: the one
    whose trigger is meant; "" outside all."""

    named: Mapping[str, str]
    innermost: str


@dataclass(frozen=True, slots=True)
class EachCopy:
    """Where the values of something in a template are kept: by each of these ids. `field`: what the
    one value of an event is called in its row, "" where the value is the row."""

    owners: tuple[str, ...]
    field: str


NOWHERE = Around({}, "")


def events_at(flat: Graph, instances: Mapping[str, int]) -> Iterator[tuple[Event, Path]]:
    """The events of a case with so many copies, as the graph has them, each with the copies it
    stands in; those of a copy come where its template does."""
    inside: dict[tuple[str, ...], list[Event]] = {}
    for event in flat.events:
        chain = flat.templates(event.id)
        if event.type is EventType.TEMPLATE:
            chain = chain[:-1]
        inside.setdefault(chain, []).append(event)

    def within(path: Path) -> Iterator[tuple[Event, Path]]:
        for event in inside.get(tuple(template for template, _ in path), ()):
            if event.type is not EventType.TEMPLATE:
                yield event, path
                continue
            place = inner_name(around_of(path).innermost, event.id)
            for number in range(1, instances.get(place, 0) + 1):
                deeper = (*path, (event.id, number))
                yield event, deeper
                yield from within(deeper)

    return within(())


def events_there(flat: Graph, instances: Mapping[str, int]) -> Iterator[tuple[Event, Around]]:
    """The same as they are in the case, by name and label."""
    for event, path in events_at(flat, instances):
        yield flat.copied(event, path) if path else event, around_of(path)


def relations_there(flat: Graph, instances: Mapping[str, int]) -> Iterator[tuple[Relation, Around]]:
    """The relations between them. The target of a spawn is the place of its template's copies."""
    for rule in flat.relations:
        source, target = chains_of(flat, rule)
        for one in paths_on((), source, instances):
            for other in paths_on(shared(one, target), target, instances):
                yield relation_at(flat, rule, one, other), around_both(one, other)


def chains_of(flat: Graph, rule: Relation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The templates around either end. A spawn ends where its template stands, not in a copy."""
    source, target = flat.templates(rule.source), flat.templates(rule.target)
    return source, target[:-1] if rule.kind is Kind.SPAWN else target


def relation_at(flat: Graph, rule: Relation, one: Path, other: Path) -> Relation:
    """The relation between its source in these copies and its target in those."""
    if not one and not other:
        return rule
    ends = (
        inner_name(around_of(other).innermost, rule.target)
        if rule.kind is Kind.SPAWN
        else name_at(flat, rule.target, other)
    )
    return replace(rule, source=name_at(flat, rule.source, one), target=ends)


def shared(path: Path, chain: tuple[str, ...]) -> Path:
    """As much of a path as lies in templates of the chain too.

    >>> shared((("visit", 2), ("letter", 1)), ("visit", "photo"))
    (('visit', 2),)
    """
    return tuple(step for step, template in zip(path, chain, strict=False) if step[0] == template)


def paths_on(begun: Path, chain: tuple[str, ...], instances: Mapping[str, int]) -> Iterator[Path]:
    """Every way to go on from `begun` to copies of all templates of the chain."""
    if len(begun) == len(chain):
        yield begun
        return
    place = inner_name(around_of(begun).innermost, chain[len(begun)])
    for number in range(1, instances.get(place, 0) + 1):
        yield from paths_on((*begun, (chain[len(begun)], number)), chain, instances)


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


def around_both(one: Path, other: Path) -> Around:
    """The copies around either end; the trigger is that of the deeper end, else of the source."""
    source, target = around_of(one), around_of(other)
    if other[: len(one)] == one:
        return target
    if one[: len(other)] == other:
        return source
    return Around({**target.named, **source.named}, source.innermost)


def name_at(flat: Graph, event: str, path: Path) -> str:
    """What an event of the graph is called in these copies."""
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


def each_copy(
    flat: Graph, owner: str, around: Around, instances: Mapping[str, int]
) -> EachCopy | None:
    """Where the values of something in a template are kept, as seen from outside it; None where
    `owner` is one event and not many."""
    chain = flat.templates(owner)
    if not chain or chain[-1] in around.named:
        return None
    outer = [template for template in chain if template in around.named]
    copied = read_name(around.named[outer[-1]]) if outer else None
    begun = () if copied is None else copied.path
    event = flat.event(owner)
    return EachCopy(
        tuple(name_at(flat, owner, path) for path in paths_on(begun, chain, instances)),
        event.fields[0].id if event.scalar and event.fields else "",
    )


def rows_in(each: EachCopy, values: Mapping[str, Value]) -> Copies:
    """A row for each copy: the record that is kept there, or its one value by its name.

    >>> rows_in(EachCopy(("v#1.n", "v#2.n"), "n"), {"v#2.n": 7})
    ({'n': None}, {'n': 7})
    """
    return Copies(_row(values.get(owner), each.field) for owner in each.owners)


def _row(value: Value, field: str) -> Row:
    """Rows within a record are left out: what goes through the copies does not go deeper."""
    record = value if isinstance(value, Mapping) else {field: value} if field else {}
    return {name: _scalar(part) for name, part in record.items() if not rows_of(part)}


def _scalar(part: Part) -> Scalar:
    return tuple(map(str, part)) if isinstance(part, tuple) else part


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
