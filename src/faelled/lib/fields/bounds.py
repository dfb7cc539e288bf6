"""The least and the most a field takes: numbers and dates by value, texts and lists by length."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from faelled.lib.dates import COPENHAGEN
from faelled.lib.dcr.graph import Field, FieldType
from faelled.lib.dcr.values import Scalar
from faelled.lib.fields.readers import Unreadable
from faelled.lib.fields.writers import as_text

Bound = Decimal | date | datetime

_LISTS = {FieldType.CHOICES: "Vælg", FieldType.FILE: "Vedhæft"}


def _number(text: str) -> Bound:
    return Decimal(text)


def _day(text: str) -> Bound:
    return date.fromisoformat(text)


def _moment(text: str) -> Bound:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=COPENHAGEN)


_READ: Mapping[FieldType, Callable[[str], Bound]] = {
    FieldType.DATE: _day,
    FieldType.DATETIME: _moment,
}


def read_bound(field: Field, text: str) -> Bound:
    """The bound as a value; ValueError when the text cannot be one."""
    try:
        return _READ.get(field.type, _number)(text)
    except InvalidOperation as error:
        raise ValueError(text) from error


def keep(field: Field, value: Scalar) -> None:
    """Nothing when the value keeps the field's bounds; else Unreadable, in Danish."""
    measure = _measure(value)
    if measure is None:
        return
    low, high = _or_none(field, field.min), _or_none(field, field.max)
    if low is not None and below(measure, low):
        raise Unreadable(_sentence(field, low, "mindst"))
    if high is not None and below(high, measure):
        raise Unreadable(_sentence(field, high, "højst"))


def _or_none(field: Field, text: str | None) -> Bound | None:
    """A bound that cannot be read binds nobody: `check_fields` has told whoever wrote it."""
    try:
        return None if text is None else read_bound(field, text)
    except ValueError:
        return None


def _measure(value: Scalar) -> Bound | None:
    match value:
        case bool():
            return None
        case int():
            return Decimal(value)
        case Decimal() | date():
            return value
        case str() | tuple():
            return Decimal(len(value))
        case _:
            return None


def below(one: Bound, other: Bound) -> bool:
    """Whether one bound is less than another of its kind; False for two of different kinds."""
    match one, other:
        case Decimal(), Decimal():
            return one < other
        case datetime(), datetime():
            return one < other
        case date(), date():
            return not isinstance(one, datetime) and not isinstance(other, datetime) and one < other
    return False


def _sentence(field: Field, bound: Bound, word: str) -> str:
    if field.type in _LISTS:
        return f"{_LISTS[field.type]} {word} {bound}."
    if field.type in (FieldType.TEXT, FieldType.LONGTEXT):
        return f"Skriv {word} {bound} tegn."
    if not isinstance(bound, Decimal):
        words = {"mindst": "tidligst", "højst": "senest"}
        return f"Datoen skal være {words[word]} {as_text(field, bound)}."
    return f"Tallet skal være {word} {as_text(field, bound).removesuffix('.')}."
