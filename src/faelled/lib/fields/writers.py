"""From a value back to text: for the box it was typed in, and for people to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from faelled.lib.dates import COPENHAGEN, Duration
from faelled.lib.dcr.graph import Field, FieldType
from faelled.lib.dcr.values import Row, Rows, Value, rows_of
from faelled.lib.fields.rows import name_in
from faelled.lib.text import cpr

Say = Callable[[Field, Value], str]

_MONTH_NAMES = "januar februar marts april maj juni juli august september oktober november december"
_MONTHS = _MONTH_NAMES.split()


def inputs_of(fields: Sequence[Field], values: Mapping[str, Value]) -> dict[str, tuple[str, ...]]:
    """A form post that holds these values: by name, flat for the rows of a group."""
    found: dict[str, tuple[str, ...]] = {}
    for field in fields:
        value = values.get(field.id)
        rows = rows_of(value)
        found[field.id] = as_input(field, value)
        for key, row in enumerate(rows):
            for part in field.fields:
                name = name_in(field.id, str(key), part.id)
                found[name] = as_input(part, row.get(part.id))
    return found


def as_input(field: Field, value: Value) -> tuple[str, ...]:
    """What stands in the box, so that reading it again gives the value. Nothing for None; for the
    rows of a group their keys.

    Case: an amount of Decimal("1234.50") is ("1234,50",), a date is ("24-11-2026",).
    """
    match value:
        case None:
            return ()
        case tuple():
            return tuple(
                part if isinstance(part, str) else str(key) for key, part in enumerate(value)
            )
        case bool():
            return ("true" if value else "false",)
        case Decimal():
            return (f"{value:f}".replace(".", ","),)
        case datetime():
            return (f"{value.astimezone(COPENHAGEN):%d-%m-%Y %H.%M.%S}",)
        case date():
            return (f"{value.day:02}-{value.month:02}-{value.year:04}",)
        case Duration():
            return (value.format(),)
        case _:
            return (str(value),)


def as_text(field: Field, value: Value) -> str:
    """What people read: "1.234,50 kr.", "24. november 2026", "Ja", the labels of choices; of a
    group a line for each row.

    A CPR number is masked; who may see it all reads the value itself.
    """
    if rows := rows_of(value):
        return "\n".join(rows_in_words(field, rows))
    match value:
        case None:
            return ""
        case bool():
            return "Ja" if value else "Nej"
        case int() | Decimal():
            return _number(field, value)
        case datetime():
            local = value.astimezone(COPENHAGEN)
            return f"{_day(local.date())} kl. {local.hour}.{local.minute:02}"
        case date():
            return _day(value)
        case Duration():
            return value.in_words()
        case tuple():
            return ", ".join(_label(field, part) for part in value if isinstance(part, str))
        case str() if field.type is FieldType.CPR:
            return _number_masked(value)
        case _:
            return _label(field, str(value))


def rows_in_words(group: Field, rows: Rows, say: Say | None = None) -> list[str]:
    """Each row as a line: "Barn 1: Navn: Emil. Alder: 7". `say` puts one answer in words."""
    word = group.each or "Nr."
    return [
        f"{word} {number}: {row_in_words(group, row, say or as_text)}"
        for number, row in enumerate(rows, start=1)
    ]


def row_in_words(group: Field, row: Row, say: Say) -> str:
    """The answers of one row, each after its question."""
    return ". ".join(
        f"{_asked(part.label)} {say(part, row[part.id])}"
        for part in group.fields
        if row.get(part.id) is not None
    )


def _asked(label: str) -> str:
    return label if label.endswith(("?", ".", ":")) else f"{label}:"


def _day(day: date) -> str:
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def _number(field: Field, value: int | Decimal) -> str:
    plain = f"{value:,.2f}" if field.type is FieldType.AMOUNT else f"{value:,}"
    danish = plain.translate(str.maketrans(",.", ".,"))
    return f"{danish} kr." if field.type is FieldType.AMOUNT else danish


def _number_masked(text: str) -> str:
    """A number in clear with its end hidden; of one that lies sealed only that it is there."""
    masked = cpr.redact(text)
    return masked if masked != text else "Oplyst"


def _label(field: Field, value: str) -> str:
    return next((option.label for option in field.options if option.value == value), value)
