"""An event's value written as text, for the command line and for traces."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from faelled.lib.dcr.duration import COPENHAGEN, parse
from faelled.lib.dcr.errors import BadValue
from faelled.lib.dcr.graph import Event, Field, FieldType
from faelled.lib.dcr.values import Part, Row, Scalar, Value

_WHOLE = re.compile(r"-?\d{1,30}")
_BROKEN = re.compile(r"-?\d{1,30}\.\d{1,30}")
_YES_NO = {"true": True, "ja": True, "false": False, "nej": False}


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=COPENHAGEN)


def _texts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


_READ: Mapping[FieldType, Callable[[str], Scalar]] = {
    FieldType.INTEGER: int,
    FieldType.DECIMAL: Decimal,
    FieldType.AMOUNT: Decimal,
    FieldType.BOOLEAN: lambda text: _YES_NO[text.lower()],
    FieldType.DATE: date.fromisoformat,
    FieldType.DATETIME: _instant,
    FieldType.CHOICES: _texts,
    FieldType.DURATION: parse,
}


def value_from_text(event: Event, text: str) -> Value:
    """The value of an event: one value, or a record as a JSON object.

    >>> value_from_text(Event("n", "Antal"), "3")
    3

    Raises BadValue naming the field. Whether it fits the event is the engine's question.
    """
    text = text.strip()
    if text.startswith("{"):
        return _record(event, text)
    if event.fields:
        field = event.fields[0]
        return _read(event, field.id, field.type, field.label, text)
    return guess(text)


def value_from_data(event: Event, data: Any) -> Value:
    """The same from a file's own types (TOML): texts are read by the field's type where they must.

    >>> value_from_data(Event("n", "Antal"), ["a", "b"])
    ('a', 'b')
    """
    fields = {field.id: field for field in event.fields}
    if isinstance(data, Mapping):
        return {name: _member(event, fields, name, value) for name, value in data.items()}
    first = event.fields[0].id if event.fields else ""
    return _member(event, fields, first, data)


def guess(text: str) -> str | int | Decimal | bool:
    """A text without a declared type: what looks like a number or a truth is one.

    >>> guess("1"), guess("1.50"), guess("true"), guess("v1")
    (1, Decimal('1.50'), True, 'v1')
    """
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if _WHOLE.fullmatch(text):
        return int(text)
    return Decimal(text) if _BROKEN.fullmatch(text) else text


def stored(text: str, kind: FieldType | None) -> Scalar:
    """A text from a store without types: as `guess`, but a duration where a field says so.

    >>> stored("P2D", None), str(stored("2w", FieldType.DURATION))
    ('P2D', 'P14D')

    Raises DurationError, in Danish; an empty text is none given.
    """
    return parse(text) if kind is FieldType.DURATION and text.strip() else guess(text)


def _record(event: Event, text: str) -> Value:
    try:
        data: Any = json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise BadValue(event.id, "", f"»{text}« er ikke et JSON-objekt.") from error
    return value_from_data(event, data)


def _member(event: Event, fields: Mapping[str, Field], name: str, value: Any) -> Part:
    field = fields.get(name)
    if field is not None and field.type is FieldType.GROUP and isinstance(value, list):
        return tuple(_row(event, field, row) for row in value)
    return _scalar(event, field, name, value)


def _scalar(event: Event, field: Field | None, name: str, value: Any) -> Scalar:
    if isinstance(value, str) and field is not None:
        return _read(event, name, field.type, field.label, value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=COPENHAGEN)
    if value is None or isinstance(value, (str, int, Decimal, bool, date)):
        return value
    raise BadValue(event.id, name, f"»{name}« kan ikke have den slags værdi.")


def _row(event: Event, group: Field, row: Any) -> Row:
    if not isinstance(row, Mapping):
        raise BadValue(
            event.id, group.id, f"»{group.label}« skal have tabeller, en for hver række."
        )
    fields = {field.id: field for field in group.fields}
    return {name: _scalar(event, fields.get(name), name, value) for name, value in row.items()}


def _read(event: Event, name: str, kind: FieldType, label: str, text: str) -> Scalar:
    read = _READ.get(kind)
    try:
        return read(text) if read is not None else text
    except (ValueError, KeyError, InvalidOperation) as error:
        raise BadValue(event.id, name, f"»{label}« kan ikke være »{text}«.") from error
