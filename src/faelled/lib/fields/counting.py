"""How many questions a form asks, at the least and at the most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from math import prod

from faelled.lib.dcr.graph import Field, FieldType
from faelled.lib.dcr.guards import GuardError, Scope
from faelled.lib.dcr.guards import names as names_in
from faelled.lib.dcr.guards import parse as parse_guard
from faelled.lib.fields.reading import state

MOST_WALKS = 256


@dataclass(frozen=True, slots=True)
class Count:
    """Whoever sends the form was asked no fewer than `least` questions, and no more than `most`."""

    least: int
    most: int


def count_questions(fields: Sequence[Field], *, scope: Scope, now: datetime) -> Count:
    """Walk the form with every answer to the questions that others hang on.

    A group is one question, however many rows. What is worked out is none; what a register rules
    counts only at the most, for it is asked where the register knows nothing. A question that hangs
    on more than yes-or-no and choices may be asked or not.
    """
    ways = _ways(fields)
    asked = [field for field in fields if not field.value]
    sure = [f for f in asked if not f.locked and (not f.show_if or _decided(f, fields))]
    unsure = [f.id for f in asked if f.show_if and not _decided(f, fields)]
    if prod(len(texts) for texts in ways.values()) > MOST_WALKS:
        return Count(sum(not f.show_if for f in sure), len(asked))
    least = most = 0
    for number, raw in enumerate(_answers(ways)):
        shown = {one.field.id for one in state(fields, raw, scope=scope, now=now) if one.shown}
        low = sum(f.id in shown for f in sure)
        high = sum(f.id in shown or f.id in unsure for f in asked)
        least = low if number == 0 else min(least, low)
        most = max(most, high)
    return Count(least, most)


def _ways(fields: Sequence[Field]) -> Mapping[str, tuple[str, ...]]:
    """What can be answered to each question that another hangs on; "" where none need be given."""
    named = {name for field in fields for name in _behind(field)}
    deciding = [f for f in fields if f.id in named and _texts(f)]
    return {f.id: _texts(f) if f.required else ("", *_texts(f)) for f in deciding}


def _texts(field: Field) -> tuple[str, ...]:
    if field.type is FieldType.BOOLEAN:
        return ("true", "false")
    return tuple(o.value for o in field.options) if field.type is FieldType.CHOICE else ()


def _answers(ways: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, list[str]]]:
    for texts in product(*ways.values()):
        yield {id: [text] for id, text in zip(ways, texts, strict=True) if text}


def _decided(field: Field, fields: Sequence[Field]) -> bool:
    """Whether yes-or-no and choices say all about whether the field is shown."""
    by_id = {one.id: one for one in fields}
    behind = [by_id.get(name) for name in _behind(field)]
    return all(
        one is not None and _texts(one) and not one.value and _decided(one, fields)
        for one in behind
    )


def _behind(field: Field) -> frozenset[str]:
    try:
        return names_in(parse_guard(field.show_if or "true"))
    except GuardError:
        return frozenset({""})
