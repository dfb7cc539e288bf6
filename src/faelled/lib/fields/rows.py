"""The rows of a group in a form post: flat names, so that a post without JavaScript can hold them.

    {"children": ["0", "2"], "children.0.name": ["Emil"], "children.2.name": ["Ida"]}

A row is named by a key. Adding takes the next key, and taking away leaves the others theirs, so no
answer moves to another row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from faelled.lib.dcr.form import MOST_ROWS
from faelled.lib.dcr.graph import Field, FieldType

Raw = Mapping[str, Sequence[str]]
LONGEST_KEY = 6


def name_in(group: str, key: str, id: str) -> str:
    """`name_in("children", "2", "age") == "children.2.age"`."""
    return f"{group}.{key}.{id}"


def row_keys(field: Field, raw: Raw) -> tuple[str, ...]:
    """The keys of the rows that were sent, and of those that must be there at least."""
    sent = raw.get(field.id, ())
    keys = list(dict.fromkeys(key for key in sent if _is_key(key)))[:MOST_ROWS]
    while len(keys) < least(field):
        keys.append(next_key(keys))
    return tuple(keys)


def least(field: Field) -> int:
    """How many rows a group has on an empty form."""
    return max(_count(field.min, 0), int(field.required))


def most(field: Field) -> int:
    """How many rows a group can have."""
    return _count(field.max, MOST_ROWS)


def next_key(keys: Sequence[str]) -> str:
    """A key that no row has."""
    return str(max((int(key) for key in keys), default=-1) + 1)


def with_row(field: Field, raw: Raw) -> dict[str, list[str]]:
    """The post with one row more, as "Tilføj" asks; unchanged when there is no room."""
    keys = row_keys(field, raw)
    more = [next_key(keys)] if len(keys) < most(field) else []
    return _copied(raw) | {field.id: [*keys, *more]}


def without_row(field: Field, raw: Raw, key: str) -> dict[str, list[str]]:
    """The post without one row and what was typed in it."""
    gone = f"{field.id}.{key}."
    kept = {name: texts for name, texts in _copied(raw).items() if not name.startswith(gone)}
    return kept | {field.id: [one for one in row_keys(field, raw) if one != key]}


def names(fields: Sequence[Field], raw: Raw) -> Iterator[tuple[str, Field]]:
    """Every name that a post of these fields may hold, with its field."""
    for field in fields:
        yield field.id, field
        if field.type is FieldType.GROUP:
            for key in row_keys(field, raw):
                for part in field.fields:
                    yield name_in(field.id, key, part.id), part


def _copied(raw: Raw) -> dict[str, list[str]]:
    return {name: list(texts) for name, texts in raw.items()}


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


def _count(text: str | None, default: int) -> int:
    """A bound that is no number binds nobody: it was refused when the graph was read."""
    return min(int(text), MOST_ROWS) if text and _is_key(text) else default
