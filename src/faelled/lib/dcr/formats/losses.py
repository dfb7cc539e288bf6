"""What a format has no place for: found by reading back what was written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from faelled.lib.dcr.arrows import write_arrow
from faelled.lib.dcr.graph import Event, Graph, Group, Relation

# Danish words for the parts of a graph; what is not named here is not told of.
_HEAD = {
    "id": "id",
    "version": "version",
    "title": "titel",
    "language": "sprog",
    "licence": "licens",
    "summary": "beskrivelse",
    "kle": "KLE-nummer",
    "facet": "KLE-facet",
    "case_title": "sagens titel",
}
_EVENT = {
    "label": "navn",
    "roles": "roller",
    "read_roles": "læseroller",
    "parent": "gruppe",
    "phase": "fase",
    "fields": "felter",
    "cites": "lovhenvisninger",
    "help": "hjælpetekst",
    "effects": "virkninger",
    "computation": "beregning",
    "type": "art",
    "log_names": "navne i logge",
    "sections": "sider",
    "exits": "veje ud",
    "applicant": "hvem man kan søge for",
}
_RELATION = {
    "guard": "betingelse",
    "delay": "ventetid",
    "deadline": "frist",
    "value": "værdi",
    "restart": "ny frist hver gang",
    "cites": "lovhenvisninger",
    "why": "begrundelse",
    "delay_from": "ventetid fra data",
    "deadline_from": "frist fra data",
}


def lost(before: Graph, after: Graph) -> tuple[str, ...]:
    """What `before` says and `after` does not, in Danish; the order of parts is nothing lost.

    >>> lost(Graph("g", "1", "G", kle="32.18"), Graph("g", "1", "G"))
    ('grafen: KLE-nummer',)
    """
    return tuple(_lost(before, after))


def _lost(before: Graph, after: Graph) -> Iterator[str]:
    yield from _differing("grafen", before, after, _HEAD)
    for what, one, other in (
        ("faser", before.phases, after.phases),
        ("rollernes navne", before.roles, after.roles),
    ):
        if set(one) - set(other):
            yield f"grafen: {what}"
    yield from _parts(before.groups, after.groups)
    yield from _parts(before.events, after.events)
    yield from _relations(before.relations, after.relations)
    yield from _marking(before, after)


def _differing(where: str, one: object, other: object, words: Mapping[str, str]) -> Iterator[str]:
    for name, word in words.items():
        if getattr(one, name) != getattr(other, name):
            yield f"{where}: {word}"


def _parts(
    one: tuple[Event, ...] | tuple[Group, ...], other: tuple[Event, ...] | tuple[Group, ...]
) -> Iterator[str]:
    found = {part.id: part for part in other}
    for part in one:
        where = f"»{part.id}«"
        if part.id not in found:
            yield where
            continue
        known = {field.name for field in fields(part)}
        words = {name: word for name, word in _EVENT.items() if name in known}
        yield from _differing(where, part, found[part.id], words)


def _relations(one: tuple[Relation, ...], other: tuple[Relation, ...]) -> Iterator[str]:
    """Relations that came back otherwise, each beside one of the same kind between the same two."""
    missing = list((Counter(one) - Counter(other)).elements())
    spare = list((Counter(other) - Counter(one)).elements())
    for rule in missing:
        ends = (rule.kind, rule.source, rule.target)
        near = [item for item in spare if (item.kind, item.source, item.target) == ends]
        where = write_arrow(*ends)
        if not near:
            yield where
            continue
        spare.remove(near[0])
        yield from _differing(where, rule, near[0], _RELATION)


def _marking(before: Graph, after: Graph) -> Iterator[str]:
    one, other = before.initial, after.initial
    for what, old, new in (
        ("udført fra start", one.executed, other.executed),
        ("skyldes fra start", one.pending, other.pending),
        ("værdi fra start", one.values, other.values),
    ):
        for id in _changed(old, new):
            yield f"»{id}«: {what}"
    for id in sorted(one.included ^ other.included):
        yield f"»{id}«: med fra start"


def _changed(old: Mapping[str, object], new: Mapping[str, object]) -> Iterable[str]:
    return [id for id in old if id not in new or old[id] != new[id]]
