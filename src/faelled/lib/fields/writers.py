"""From a value back to text: for the box it was typed in, and for people to read."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from faelled.lib.dates import COPENHAGEN, Duration
from faelled.lib.dcr.graph import Field, FieldType
from faelled.lib.dcr.values import Value
from faelled.lib.text import cpr

_MONTH_NAMES = "januar februar marts april maj juni juli august september oktober november december"
_MONTHS = _MONTH_NAMES.split()


def as_input(field: Field, value: Value) -> tuple[str, ...]:
    """What stands in the box, so that reading it again gives the value. Nothing for None.

    Case: an amount of Decimal("1234.50") is ("1234,50",), a date is ("24-11-2026",).
    """
    match value:
        case None:
            return ()
        case tuple():
            return value
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
    """What people read: "1.234,50 kr.", "24. november 2026", "Ja", the labels of choices.

    A CPR number is masked; who may see it all reads the value itself.
    """
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
            return ", ".join(_label(field, part) for part in value)
        case str() if field.type is FieldType.CPR:
            return cpr.redact(value)
        case _:
            return _label(field, str(value))


def _day(day: date) -> str:
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def _number(field: Field, value: int | Decimal) -> str:
    plain = f"{value:,.2f}" if field.type is FieldType.AMOUNT else f"{value:,}"
    danish = plain.translate(str.maketrans(",.", ".,"))
    return f"{danish} kr." if field.type is FieldType.AMOUNT else danish


def _label(field: Field, value: str) -> str:
    return next((option.label for option in field.options if option.value == value), value)
