"""Between a form's texts and an event's typed value; the field rules decide what holds."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from faelled.base.people import cpr as sealed_cpr
from faelled.casework.cases.errors import DataRefused
from faelled.lib import fields as form_fields
from faelled.lib.dcr import Event, Field, FieldType, Marking, Part, Row, Value, rows_of
from faelled.lib.dcr.copies import own_values
from faelled.lib.dcr.guards import Scope, Unset
from faelled.lib.dcr.values import to_json
from faelled.lib.fields import Given
from faelled.lib.text.cpr import REAL_AND_DEMO
from faelled.lib.text.cpr import parse as parse_cpr

SEALED = "cpr:"


def answers_to_value(
    event: Event,
    answers: Mapping[str, Sequence[str]],
    marking: Marking,
    *,
    case: UUID,
    known: Mapping[str, Given],
    now: datetime,
) -> Value:
    """The event's value from the texts of its form, or None for an event without fields.

    A hidden field is absent, whatever was posted for it, and a locked one has what is ``known``. A
    CPR number is sealed: the graph can ask whether it is there, and nothing that stores the marking
    learns what it is. A scalar event has the one value of its only field. Raises DataRefused with
    every field's error.
    """
    if not event.fields:
        return None
    fields, raw = form_fields.with_known(event.asked, answers, known)
    parsed = form_fields.parse(fields, raw, scope=scope_of(marking, event.id), now=now)
    if parsed.errors:
        raise DataRefused(_("Noget mangler eller er ikke rigtigt. Se ved felterne."), parsed.errors)
    record = {
        field.id: sealed(field, parsed.values[field.id], case)
        for field in event.fields
        if field.id in parsed.values
    }
    return record.get(event.fields[0].id) if event.scalar else record


def sealed(field: Field, value: Part, case: UUID) -> Part:
    """``value``, or its ciphertext where the field asks for a CPR number, also in the rows of a
    group; bound to the case.
    """
    if field.type == FieldType.GROUP:
        return tuple(_sealed_row(field, row, case) for row in rows_of(value))
    if field.type != FieldType.CPR or value is None:
        return value
    cpr = parse_cpr(str(value), REAL_AND_DEMO)
    return SEALED + b64encode(sealed_cpr.encrypt(cpr, case)).decode("ascii")


def _sealed_row(group: Field, row: Row, case: UUID) -> Row:
    parts = {part.id: part for part in group.fields}
    return {id: sealed(parts[id], value, case) for id, value in row.items()}  # type: ignore[misc]


def value_to_row(value: Value) -> Any:
    """What CaseEvent.data holds: JSON, with dates and decimals tagged."""
    return to_json(value)


def scope_of(marking: Marking, event_id: str = "") -> Scope:
    """Names in a field's conditions: ``event`` or ``event.field`` from the case's marking. In a
    step of a copied process they mean that copy's own.
    """
    values = {**marking.values, **own_values(event_id, marking.values)}

    def look_up(name: str) -> Value:
        if name in values:
            return values[name]
        event, _dot, field = name.partition(".")
        value = values.get(event)
        if not isinstance(value, Mapping) or value.get(field) is None:
            raise Unset(name)
        return value[field]

    return look_up
