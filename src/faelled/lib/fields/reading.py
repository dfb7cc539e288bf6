"""A whole form: what was sent becomes values and errors; one walk for the post and the live page.

The server decides: a field that is hidden has no value, whatever was sent for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from faelled.lib.dcr.graph import Field, FieldType
from faelled.lib.dcr.guards import Scope
from faelled.lib.dcr.values import Scalar, Value
from faelled.lib.fields import bounds
from faelled.lib.fields.conditions import in_order, is_required, is_shown
from faelled.lib.fields.readers import READERS, Unreadable, clean
from faelled.lib.fields.writers import as_input

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
}


@dataclass(frozen=True, slots=True)
class FieldState:
    """One field as the page shows it now.

    `raw` is what was typed, kept also when the field is hidden, so that nothing typed is lost on
    the page. `error` is about what was typed; `missing`: a required answer is not there yet.
    """

    field: Field
    shown: bool
    required: bool
    raw: tuple[str, ...]
    value: Scalar = None
    error: str = ""

    @property
    def missing(self) -> bool:
        return self.shown and self.required and self.value is None and not self.error


@dataclass(frozen=True, slots=True)
class Parsed:
    """The form as the server takes it.

    `values` holds shown and answered fields only; `errors` one Danish sentence per field id, in
    field order; `hidden` the ids of the fields that do not apply.
    """

    values: Mapping[str, Scalar]
    errors: Mapping[str, str]
    hidden: frozenset[str]

    @property
    def ok(self) -> bool:
        return not self.errors


def state(
    fields: Sequence[Field], raw: Mapping[str, Sequence[str]], *, scope: Scope, now: datetime
) -> tuple[FieldState, ...]:
    """Each field as it stands with what is typed so far, in the order of the form.

    `raw` is what a form post holds: a list of texts per field id (`dict(request.POST.lists())`);
    for a file field the ids of the stored uploads. `scope` gives the case's other data.
    """
    sent = {field.id: _sent(raw.get(field.id, ())) for field in fields}
    values: dict[str, Value] = {}
    found: dict[str, FieldState] = {}
    for field in in_order(fields):
        if not is_shown(field, values, scope, now, fields):
            found[field.id] = FieldState(field, False, False, sent[field.id])
            continue
        value, error = _read(field, sent[field.id])
        values[field.id] = value
        found[field.id] = FieldState(field, True, False, sent[field.id], value, error)
    # After the walk: required_if may name a field further down.
    return tuple(
        _with_required(found[field.id], is_required(field, values, scope, now, fields))
        for field in fields
    )


def parse(
    fields: Sequence[Field], raw: Mapping[str, Sequence[str]], *, scope: Scope, now: datetime
) -> Parsed:
    """The values and the errors of a form post.

    Case: with an amount field "pay", `parse(fields, {"pay": ["1.234,50"]}, ...).values` is
    {"pay": Decimal("1234.50")}.
    """
    states = state(fields, raw, scope=scope, now=now)
    errors = {
        one.field.id: one.error or _MISSING[one.field.type]
        for one in states
        if one.error or one.missing
    }
    return Parsed(
        values={one.field.id: one.value for one in states if one.value is not None},
        errors=errors,
        hidden=frozenset(one.field.id for one in states if not one.shown),
    )


def validate(
    fields: Sequence[Field], values: Mapping[str, Value], *, scope: Scope, now: datetime
) -> Parsed:
    """Check values that did not come from a form (a program, a file) by the very same rules."""
    texts = {field.id: as_input(field, values.get(field.id)) for field in fields}
    return parse(fields, texts, scope=scope, now=now)


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


def _with_required(one: FieldState, required: bool) -> FieldState:
    shown = one.shown
    return FieldState(one.field, shown, shown and required, one.raw, one.value, one.error)
