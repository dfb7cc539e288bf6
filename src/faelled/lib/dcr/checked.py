"""Data on their way into a marking: of the declared types, and copied so that nobody can change
them.

Whether a field is required, within bounds, or shown at all is for `lib/fields`, which knows the
form.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.errors import BadValue
from faelled.lib.dcr.form import MOST_ROWS
from faelled.lib.dcr.graph import Event, Field, FieldType
from faelled.lib.dcr.values import Part, Row, Rows, Scalar, Value, rows_of


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return _is_whole(value) or (isinstance(value, Decimal) and value.is_finite())


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(part, str) for part in value)


TYPES: Mapping[FieldType, tuple[Callable[[object], bool], str]] = {
    FieldType.TEXT: (_is_text, "en tekst"),
    FieldType.LONGTEXT: (_is_text, "en tekst"),
    FieldType.INTEGER: (_is_whole, "et helt tal"),
    FieldType.DECIMAL: (_is_number, "et tal"),
    FieldType.AMOUNT: (_is_number, "et beløb"),
    FieldType.BOOLEAN: (lambda value: isinstance(value, bool), "ja eller nej"),
    FieldType.DATE: (
        lambda value: isinstance(value, date) and not isinstance(value, datetime),
        "en dato",
    ),
    FieldType.DATETIME: (
        lambda value: isinstance(value, datetime) and value.tzinfo is not None,
        "et tidspunkt med tidszone",
    ),
    FieldType.CHOICE: (_is_text, "et af svarene"),
    FieldType.CHOICES: (_are_texts, "nogle af svarene"),
    FieldType.CPR: (_is_text, "et CPR-nummer"),
    FieldType.FILE: (lambda value: _is_text(value) or _are_texts(value), "en fil"),
    FieldType.DURATION: (lambda value: isinstance(value, Duration), "en varighed"),
    FieldType.GROUP: (lambda value: isinstance(value, tuple), "rækker"),
}
FREE = (str, int, Decimal, date, Duration)


def checked(event: Event, value: Value) -> Value:
    """The value as it may be stored; `BadValue` names the field and says what is expected.

    >>> number = Field("n", "Antal", FieldType.INTEGER)
    >>> checked(Event("n", "Antal", fields=(number,), scalar=True), 3)
    3
    """
    if isinstance(value, dict | Mapping):  # nearly all records are dicts, the quicker to know
        return _record(event, value)
    if event.fields and not event.scalar:
        raise BadValue(event.id, "", f"»{event.label}« skal have et svar for hvert felt.")
    return _scalar(event, event.fields[0] if event.fields else None, value)


def _record(event: Event, record: Mapping[str, Part]) -> Value:
    if event.scalar or not event.fields:
        raise BadValue(event.id, "", f"»{event.label}« har ingen felter.")
    fields = {field.id: field for field in event.fields}
    for name in record:
        if name not in fields:
            raise BadValue(event.id, name, f"»{event.label}« har intet felt »{name}«.")
    return {name: _part(event, fields[name], part) for name, part in record.items()}


def _part(event: Event, field: Field, value: Part) -> Part:
    if field.type is not FieldType.GROUP:
        return _scalar(event, field, value)
    if value is None:
        return None
    rows = rows_of(value)
    if not isinstance(value, tuple) or len(rows) != len(value) or len(rows) > MOST_ROWS:
        raise BadValue(event.id, field.id, f"»{field.label}« skal være højst {MOST_ROWS} rækker.")
    return tuple(_row(event, field, row) for row in rows)


def _row(event: Event, group: Field, row: Row) -> Row:
    fields = {field.id: field for field in group.fields}
    for name in row:
        if name not in fields:
            raise BadValue(event.id, group.id, f"»{group.label}« har intet felt »{name}«.")
    return {name: _scalar(event, fields[name], part) for name, part in row.items()}


def _scalar(event: Event, field: Field | None, value: Part) -> Scalar:
    if value is None:
        return None
    if isinstance(value, tuple):
        return _texts(event, field, value)
    if field is None:
        naive = isinstance(value, datetime) and value.tzinfo is None
        if naive or not isinstance(value, FREE):
            raise BadValue(event.id, "", f"»{event.label}« kan ikke gemme den slags værdi.")
        return value
    return _fitting(event, field, value)


def _texts(event: Event, field: Field | None, value: tuple[str, ...] | Rows) -> Scalar:
    texts = tuple(part for part in value if isinstance(part, str))
    if len(texts) < len(value):
        name = field.id if field else ""
        raise BadValue(event.id, name, f"»{event.label}« kan ikke gemme den slags værdi.")
    return texts if field is None else _fitting(event, field, texts)


def _fitting(event: Event, field: Field, value: Scalar) -> Scalar:
    fits, expected = TYPES[field.type]
    if not fits(value):
        raise BadValue(event.id, field.id, f"»{field.label}« skal være {expected}.")
    if field.type in (FieldType.CHOICE, FieldType.CHOICES) and not _offered(field, value):
        raise BadValue(event.id, field.id, f"»{field.label}« har ikke det svar.")
    return value


def _offered(field: Field, value: Scalar) -> bool:
    options = {option.value for option in field.options}
    chosen = value if isinstance(value, tuple) else (value,)
    return not options or options.issuperset(str(part) for part in chosen)
