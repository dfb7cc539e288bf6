"""Which fields are shown and asked for: `show_if` and `required_if`, decided by the server.

A field's condition may name a sibling by its bare id, or data of other events ("apply.hours"); in a
row of a group a sibling of the row, then one of the form. A hidden or unanswered sibling is unset,
and a condition that reads something unset is false: so what hangs under a hidden question is hidden
too. Fields are decided in an order in which each comes after those its expressions name
(`dcr.field_order`); a ring has no such order, and is refused when the graph is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from faelled.lib.dcr.field_order import in_order, rings
from faelled.lib.dcr.graph import Field, FieldType
from faelled.lib.dcr.guards import GuardError, Scope, Unset, evaluate
from faelled.lib.dcr.guards import parse as parse_guard
from faelled.lib.dcr.values import Value
from faelled.lib.fields.bounds import below, read_bound


def visible(
    fields: Sequence[Field], values: Mapping[str, Value], scope: Scope, now: datetime
) -> frozenset[str]:
    """The ids of the fields that are shown when these values are given."""
    seen: dict[str, Value] = {}
    beside = among(fields, seen, scope)
    shown: set[str] = set()
    for field in in_order(fields):
        if is_shown(field, beside, now):
            shown.add(field.id)
            seen[field.id] = values.get(field.id)
    return frozenset(shown)


def among(fields: Sequence[Field], values: Mapping[str, Value], scope: Scope) -> Scope:
    """How the expressions of these fields read names: siblings first, as `values` has them now."""
    siblings = frozenset(field.id for field in fields)

    def look_up(name: str) -> Value:
        if name not in siblings:
            return scope(name)
        value = values.get(name)
        if value is None:
            raise Unset(name)
        return value

    return look_up


def is_shown(field: Field, beside: Scope, now: datetime) -> bool:
    """Whether `show_if` holds. One that cannot be worked out hides the field."""
    if not field.show_if:
        return True
    try:
        return holds(field.show_if, beside, now)
    except GuardError:
        return False


def is_required(field: Field, beside: Scope, now: datetime) -> bool:
    """Whether an answer must be given. A broken `required_if` asks rather than lets pass."""
    if field.required or not field.required_if:
        return field.required
    try:
        return holds(field.required_if, beside, now)
    except Unset:
        return False
    except GuardError:
        return True


def holds(text: str, beside: Scope, now: datetime) -> bool:
    """Whether a condition is true; GuardError where that cannot be said."""
    return evaluate(parse_guard(text), beside, now=now) is True


def check_fields(fields: Sequence[Field]) -> list[str]:
    """What is wrong with the definitions, in Danish; an empty list when nothing is."""
    return [*_doubles(fields), *_expressions(fields), *_rings(fields), *_bounds(fields)]


def _doubles(fields: Sequence[Field]) -> Iterator[str]:
    ids = [field.id for field in fields]
    yield from (
        f"Feltet »{id}« findes to gange." for id in sorted({i for i in ids if ids.count(i) > 1})
    )


def _expressions(fields: Sequence[Field]) -> Iterator[str]:
    for field in fields:
        texts = (("show_if", field.show_if), ("required_if", field.required_if))
        for key, text in (*texts, ("value", field.value)):
            try:
                parse_guard(text or "true")
            except GuardError as error:
                yield f"Feltet »{field.id}«, {key}: {error}"


def _rings(fields: Sequence[Field]) -> Iterator[str]:
    for ring in rings(fields):
        yield f"Felterne viser hinanden i ring: {' → '.join(ring)}."


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
