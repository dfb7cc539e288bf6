"""A whole form: what was sent becomes values and errors; one walk for the post and the live page.

The server decides: a field that is hidden has no value, whatever was sent for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from faelled.lib.dcr.field_order import in_order
from faelled.lib.dcr.graph import Field, FieldType
from faelled.lib.dcr.guards import Scope
from faelled.lib.dcr.values import Part, Row, Scalar, Value
from faelled.lib.fields import bounds
from faelled.lib.fields.conditions import among, is_required, is_shown
from faelled.lib.fields.readers import READERS, Unreadable, clean
from faelled.lib.fields.rows import Raw, least, most, name_in, row_keys
from faelled.lib.fields.states import FieldState, RowState, every
from faelled.lib.fields.worked_out import worked_out
from faelled.lib.fields.writers import inputs_of

_MISSING = {
    FieldType.TEXT: "Skriv et svar.",
    FieldType.LONGTEXT: "Skriv et svar.",
    FieldType.INTEGER: "Skriv et tal.",
    FieldType.DECIMAL: "Skriv et tal.",
    FieldType.AMOUNT: "Skriv et beløb.",
    FieldType.BOOLEAN: "Vælg ja eller nej.",
    FieldType.DATE: "Skriv en dato, for eksempel 24-11-2026.",
    FieldType.DATETIME: "Skriv dato og klokkeslæt, for eksempel 24-11-2026 9.30.",
    FieldType.CHOICE: "Vælg en mulighed.",
    FieldType.CHOICES: "Vælg mindst én mulighed.",
    FieldType.CPR: "Skriv CPR-nummeret.",
    FieldType.FILE: "Vedhæft en fil.",
    FieldType.DURATION: "Skriv en varighed, for eksempel 4 uger.",
    FieldType.GROUP: "Udfyld mindst én.",
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """The form as the server takes it.

    `values` holds shown and answered fields only, a group as its rows; `errors` one Danish sentence
    per name ("hours", "children.0.age"), in the form's order; `hidden` the names that do not apply.
    """

    values: Mapping[str, Part]
    errors: Mapping[str, str]
    hidden: frozenset[str]

    @property
    def ok(self) -> bool:
        return not self.errors


def state(
    fields: Sequence[Field], raw: Raw, *, scope: Scope, now: datetime
) -> tuple[FieldState, ...]:
    """Each field as it stands with what is typed so far, in the order of the form.

    `raw` is what a form post holds: a list of texts per name (`dict(request.POST.lists())`), flat
    for the rows of a group (`rows`); for a file field the ids of the stored uploads. `scope` gives
    the case's other data.
    """
    return _walk(fields, {field.id: field.id for field in fields}, raw, scope, now)


def parse(fields: Sequence[Field], raw: Raw, *, scope: Scope, now: datetime) -> Parsed:
    """The values and the errors of a form post.

    Case: with an amount field "pay", `parse(fields, {"pay": ["1.234,50"]}, ...).values` is
    {"pay": Decimal("1234.50")}.
    """
    return taken(state(fields, raw, scope=scope, now=now))


def taken(states: Sequence[FieldState]) -> Parsed:
    """What the server takes of a form that has been walked."""
    found = list(every(states))
    errors = {
        one.name: one.error or _MISSING[one.field.type] for one in found if one.error or one.missing
    }
    return Parsed(
        values={one.field.id: one.value for one in states if one.value is not None},
        errors=errors,
        hidden=frozenset(one.name for one in found if not one.shown),
    )


def validate(
    fields: Sequence[Field], values: Mapping[str, Value], *, scope: Scope, now: datetime
) -> Parsed:
    """Check values that did not come from a form (a program, a file) by the very same rules."""
    return parse(fields, inputs_of(fields, values), scope=scope, now=now)


def _walk(
    fields: Sequence[Field], names: Mapping[str, str], raw: Raw, scope: Scope, now: datetime
) -> tuple[FieldState, ...]:
    values: dict[str, Value] = {}
    beside = among(fields, values, scope)
    found: dict[str, FieldState] = {}
    for field in in_order(fields):
        name = names[field.id]
        if is_shown(field, beside, now):
            found[field.id] = _shown(field, name, raw, beside, now)
            values[field.id] = found[field.id].value
        else:
            found[field.id] = _hidden(field, name, raw)
    # After the walk: required_if may name a field further down.
    return tuple(
        _with_required(found[field.id], is_required(field, beside, now)) for field in fields
    )


def _shown(field: Field, name: str, raw: Raw, beside: Scope, now: datetime) -> FieldState:
    if field.type is FieldType.GROUP:
        return _group(field, name, raw, beside, now)
    if field.value:
        value = worked_out(field, beside, now)
        return FieldState(field, name, True, False, (), value, _against(field, value))
    sent = _sent(raw.get(name, ()))
    read, error = _read(field, sent)
    return FieldState(field, name, True, False, sent, read, error)


def _hidden(field: Field, name: str, raw: Raw) -> FieldState:
    rows = tuple(
        RowState(
            key,
            tuple(_hidden(part, name_in(name, key, part.id), raw) for part in field.fields),
        )
        for key in (row_keys(field, raw) if field.type is FieldType.GROUP else ())
    )
    sent = tuple(row.key for row in rows) or _sent(raw.get(name, ()))
    return FieldState(field, name, False, False, sent, rows=rows)


def _group(field: Field, name: str, raw: Raw, beside: Scope, now: datetime) -> FieldState:
    keys = row_keys(field, raw)
    rows = tuple(_row(field, name, key, raw, beside, now) for key in keys)
    values = tuple(filter(None, map(_values_of, rows))) or None
    error = "" if any(row.wrong for row in rows) else _counted(field, len(values or ()))
    return FieldState(field, name, True, False, keys, values, error, rows)


def _row(field: Field, name: str, key: str, raw: Raw, beside: Scope, now: datetime) -> RowState:
    names = {part.id: name_in(name, key, part.id) for part in field.fields}
    return RowState(key, _walk(field.fields, names, raw, beside, now))


def _values_of(row: RowState) -> Row:
    """The row as it is stored. No group stands in a row, so its parts are single values."""
    return {one.field.id: one.value for one in row.fields if one.value is not None}  # type: ignore[misc]


def _counted(field: Field, count: int) -> str:
    """What is wrong with the number of rows; none at all is for `missing` to tell."""
    if count > most(field):
        return f"Der er plads til højst {most(field)}."
    if count < least(field) and (count or least(field) > 1):
        return f"Udfyld mindst {least(field)}."
    return ""


def _sent(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if clean(text).strip())


def _read(field: Field, raw: tuple[str, ...]) -> tuple[Scalar, str]:
    if not raw:
        return None, ""
    try:
        value = READERS[field.type](field, raw)
        bounds.keep(field, value)
    except Unreadable as error:
        return None, str(error)
    return value, ""


def _against(field: Field, value: Scalar) -> str:
    """What the bounds have against a value that was worked out."""
    try:
        bounds.keep(field, value)
    except Unreadable as error:
        return str(error)
    return ""


def _with_required(one: FieldState, required: bool) -> FieldState:
    return replace(one, required=one.shown and required)
