"""Answers that nobody types: `value = "hours * 4"` gives it, and what was sent is ignored."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from faelled.lib.dcr.checked import TYPES
from faelled.lib.dcr.graph import Field, FieldType
from faelled.lib.dcr.guards import GuardError, Scope, evaluate
from faelled.lib.dcr.guards import parse as parse_guard
from faelled.lib.dcr.values import Scalar, Value

_PLACES = {FieldType.AMOUNT: Decimal("0.01"), FieldType.DECIMAL: Decimal("0.0001")}


def worked_out(field: Field, beside: Scope, now: datetime) -> Scalar:
    """What the field's expression is worth in the field's own type.

    None while something it reads is missing, and when the result is of another type.
    """
    try:
        return _in_type(field, evaluate(parse_guard(field.value), beside, now=now))
    except GuardError:
        return None


def _in_type(field: Field, value: Value) -> Scalar:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        value = _number(field.type, value)
    if value is None or isinstance(value, (tuple, dict)):
        return None
    fits, _expected = TYPES[field.type]
    if not fits(value) or not _offered(field, value):
        return None
    return value  # type: ignore[return-value]


def _number(kind: FieldType, value: int | Decimal) -> int | Decimal | None:
    if kind in _PLACES:
        try:
            return Decimal(value).quantize(_PLACES[kind], ROUND_HALF_UP)
        except InvalidOperation:
            return None
    whole = kind is FieldType.INTEGER and value == int(value)
    return int(value) if whole else value


def _offered(field: Field, value: Value) -> bool:
    options = {option.value for option in field.options}
    return not options or value in options
