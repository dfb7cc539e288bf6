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
from faelled.lib.fields.rows import Raw

MOST_WALKS = 256
# Of a live page: how many fields may be walked in all, so that an answer is never waited for.
MOST_ASKED_LIVE = 1500


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
    asked = [field for field in fields if not field.value]
    return _count(fields, asked, {}, MOST_WALKS, scope, now)


def count_as_answered(fields: Sequence[Field], raw: Raw, *, scope: Scope, now: datetime) -> Count:
    """The same of a form under way: ``raw`` is what is answered, and the locked fields are those
    that a register has ruled. When all is answered that others hang on, least and most are one.
    """
    asked = [field for field in fields if not field.value and not field.locked]
    walks = max(1, min(MOST_WALKS, MOST_ASKED_LIVE // max(1, len(fields))))
    return _count(fields, asked, raw, walks, scope, now)


def _count(
    fields: Sequence[Field],
    asked: Sequence[Field],
    raw: Raw,
    walks: int,
    scope: Scope,
    now: datetime,
) -> Count:
    ways = _ways(fields, raw)
    sure = [f for f in asked if not f.locked and (not f.show_if or _decided(f, fields, raw))]
    unsure = [f.id for f in asked if f.show_if and not _decided(f, fields, raw)]
    if prod(len(texts) for texts in ways.values()) > walks:
        return Count(sum(not f.show_if for f in sure), len(asked))
    least = most = 0
    for number, answers in enumerate(_answers(ways)):
        walked = state(fields, {**raw, **answers}, scope=scope, now=now)
        shown = {one.field.id for one in walked if one.shown}
        low = sum(f.id in shown for f in sure)
        high = sum(f.id in shown or f.id in unsure for f in asked)
        least = low if number == 0 else min(least, low)
        most = max(most, high)
    return Count(least, most)


def _ways(fields: Sequence[Field], raw: Raw) -> Mapping[str, tuple[str, ...]]:
    """What can be answered to each question that another hangs on and that is not answered yet; ""
    where none need be given.
    """
    named = {name for field in fields for name in _behind(field)}
    deciding = [f for f in fields if f.id in named and _texts(f) and not _given(f, raw)]
    return {f.id: _texts(f) if f.required else ("", *_texts(f)) for f in deciding}


def _given(field: Field, raw: Raw) -> bool:
    return any(raw.get(field.id, ()))


def _texts(field: Field) -> tuple[str, ...]:
    if field.type is FieldType.BOOLEAN:
        return ("true", "false")
    return tuple(o.value for o in field.options) if field.type is FieldType.CHOICE else ()


def _answers(ways: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, list[str]]]:
    for texts in product(*ways.values()):
        yield {id: [text] for id, text in zip(ways, texts, strict=True) if text}


def _decided(field: Field, fields: Sequence[Field], raw: Raw) -> bool:
    """Whether yes-or-no, choices, and what is answered say all about whether the field is shown."""
    by_id = {one.id: one for one in fields}
    behind = [by_id.get(name) for name in _behind(field)]
    return all(
        one is not None
        and (_texts(one) or _given(one, raw))
        and not one.value
        and _decided(one, fields, raw)
        for one in behind
    )


def _behind(field: Field) -> frozenset[str]:
    try:
        return names_in(parse_guard(field.show_if or "true"))
    except GuardError:
        return frozenset({""})
