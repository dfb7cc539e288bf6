"""Typed fields of an event: what a person types becomes values, or errors in plain Danish. Pure."""

from faelled.lib.fields.conditions import check_fields, visible
from faelled.lib.fields.reading import FieldState, Parsed, parse, state, validate
from faelled.lib.fields.writers import as_input, as_text

__all__ = [
    "FieldState",
    "Parsed",
    "as_input",
    "as_text",
    "check_fields",
    "parse",
    "state",
    "validate",
    "visible",
]
