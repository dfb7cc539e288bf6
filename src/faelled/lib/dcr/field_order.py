"""Which fields must be decided before which: those that a field's expressions name come first."""

from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush

from faelled.lib.dcr.form import Field
from faelled.lib.dcr.guards import GuardError, names
from faelled.lib.dcr.guards import parse as parse_guard


def needs(field: Field) -> frozenset[str]:
    """The names read to decide whether the field is shown, what it is worth, and what its rows ask.

    >>> sorted(needs(Field("total", "I alt", show_if="more", value="hours * pay")))
    ['hours', 'more', 'pay']
    """
    found = _read(field.show_if) | _read(field.value)
    own = {part.id for part in field.fields}
    for part in field.fields:
        texts = (part.show_if, part.required_if, part.value)
        found |= {name for text in texts for name in _read(text)} - own
    return found


def _read(text: str) -> frozenset[str]:
    """The names in an expression. None when it cannot be read."""
    try:
        return names(parse_guard(text)) if text else frozenset()
    except GuardError:
        return frozenset()


def in_order(fields: Sequence[Field]) -> list[Field]:
    """Each field after the siblings it needs, else as they stand; those in a ring come last."""
    at = {field.id: place for place, field in enumerate(fields)}
    needed = [needs(field) & at.keys() for field in fields]
    waited_for: dict[str, list[int]] = {}
    for place, ids in enumerate(needed):
        for id in ids:
            waited_for.setdefault(id, []).append(place)
    left = [len(ids) for ids in needed]
    free = [place for place, count in enumerate(left) if not count]
    heapify(free)
    found: list[Field] = []
    while free:
        field = fields[heappop(free)]
        found.append(field)
        for place in waited_for.get(field.id, ()):
            left[place] -= 1
            if not left[place]:
                heappush(free, place)
    return found + [field for place, field in enumerate(fields) if left[place]]


def rings(fields: Sequence[Field]) -> Iterator[list[str]]:
    """The ids of fields that wait for one another, each ring once: `["a", "b", "a"]`."""
    by_id = {field.id: field for field in fields}
    done: set[str] = set()
    for start in by_id:
        path: list[str] = []
        ring = _ring(start, by_id, path, done)
        if ring:
            yield ring


def _ring(id: str, by_id: Mapping[str, Field], path: list[str], done: set[str]) -> list[str]:
    if id in path:
        return [*path[path.index(id) :], id]
    if id in done:
        return []
    path.append(id)
    for needed in sorted(needs(by_id[id]) & by_id.keys()):
        ring = _ring(needed, by_id, path, done)
        if ring:
            done.update(path)
            return ring
    done.add(path.pop())
    return []
