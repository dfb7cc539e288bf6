"""Which fields are shown and asked for: `show_if` and `required_if`, decided by the server.

A field's condition may name a sibling by its bare id, or data of other events ("apply.hours").
A hidden or unanswered sibling is unset, and a condition that reads something unset is false: so
what hangs under a hidden question is hidden too. Fields are decided in an order in which each comes
after those its `show_if` names; a ring has no such order, and `check_fields` refuses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from faelled.lib.dcr.graph import Field, FieldType
from faelled.lib.dcr.guards import GuardError, Scope, Unset, evaluate, names
from faelled.lib.dcr.guards import parse as parse_guard
from faelled.lib.dcr.values import Value
from faelled.lib.fields.bounds import below, read_bound


def visible(
    fields: Sequence[Field], values: Mapping[str, Value], scope: Scope, now: datetime
) -> frozenset[str]:
    """The ids of the fields that are shown when these values are given."""
    seen: dict[str, Value] = {}
    shown: set[str] = set()
    for field in in_order(fields):
        if is_shown(field, seen, scope, now, fields):
            shown.add(field.id)
            seen[field.id] = values.get(field.id)
    return frozenset(shown)


def is_shown(
    field: Field, values: Mapping[str, Value], scope: Scope, now: datetime, fields: Sequence[Field]
) -> bool:
    """Whether `show_if` holds. One that cannot be worked out hides the field."""
    if not field.show_if:
        return True
    try:
        return _holds(field.show_if, values, scope, now, fields)
    except GuardError:
        return False


def is_required(
    field: Field, values: Mapping[str, Value], scope: Scope, now: datetime, fields: Sequence[Field]
) -> bool:
    """Whether an answer must be given. A broken `required_if` asks rather than lets pass."""
    if field.required or not field.required_if:
        return field.required
    try:
        return _holds(field.required_if, values, scope, now, fields)
    except Unset:
        return False
    except GuardError:
        return True


def in_order(fields: Sequence[Field]) -> list[Field]:
    """Each field after the siblings its `show_if` names, else as they stand; a ring comes last."""
    ids = {field.id for field in fields}
    waiting = {field.id: (needs(field) & ids, field) for field in fields}
    found: list[Field] = []
    while waiting:
        free = [id for id, (needed, _) in waiting.items() if not needed & waiting.keys()]
        found.extend(waiting.pop(id)[1] for id in free[:1] or list(waiting))
    return found


def needs(field: Field) -> frozenset[str]:
    """The names that `show_if` reads. None when it cannot be read."""
    try:
        return names(parse_guard(field.show_if)) if field.show_if else frozenset()
    except GuardError:
        return frozenset()


def check_fields(fields: Sequence[Field]) -> list[str]:
    """What is wrong with the definitions, in Danish; an empty list when nothing is."""
    return [*_doubles(fields), *_expressions(fields), *_rings(fields), *_bounds(fields)]


def _holds(
    text: str, values: Mapping[str, Value], scope: Scope, now: datetime, fields: Sequence[Field]
) -> bool:
    siblings = {field.id for field in fields}

    def inner(name: str) -> Value:
        if name not in siblings:
            return scope(name)
        if values.get(name) is None:
            raise Unset(name)
        return values[name]

    return evaluate(parse_guard(text), inner, now=now) is True


def _doubles(fields: Sequence[Field]) -> Iterator[str]:
    ids = [field.id for field in fields]
    yield from (
        f"Feltet »{id}« findes to gange." for id in sorted({i for i in ids if ids.count(i) > 1})
    )


def _expressions(fields: Sequence[Field]) -> Iterator[str]:
    for field in fields:
        for key, text in (("show_if", field.show_if), ("required_if", field.required_if)):
            try:
                parse_guard(text or "true")
            except GuardError as error:
                yield f"Feltet »{field.id}«, {key}: {error}"


def _rings(fields: Sequence[Field]) -> Iterator[str]:
    by_id = {field.id: field for field in fields}
    done: set[str] = set()
    for start in by_id:
        path: list[str] = []
        ring = _ring(start, by_id, path, done)
        if ring:
            yield f"Felterne viser hinanden i ring: {' → '.join(ring)}."


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


def _bounds(fields: Sequence[Field]) -> Iterator[str]:
    for field in fields:
        if field.type in (FieldType.CHOICE, FieldType.CHOICES) and not field.options:
            yield f"Feltet »{field.id}« har ingen muligheder."
        try:
            low, high = (text and read_bound(field, text) for text in (field.min, field.max))
        except ValueError:
            yield f"Feltet »{field.id}« har en grænse, der ikke passer til typen."
            continue
        if low and high and below(high, low):
            yield f"Feltet »{field.id}« kan ikke udfyldes: min er større end max."
