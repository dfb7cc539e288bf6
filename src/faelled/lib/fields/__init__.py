"""Typed fields of an event: what a person types becomes values, or errors in plain Danish. Pure."""

from faelled.lib.fields.conditions import check_fields, visible
from faelled.lib.fields.counting import Count, count_as_answered, count_questions
from faelled.lib.fields.exits import exits_now
from faelled.lib.fields.known import Given, with_known
from faelled.lib.fields.pages import Page, pages_of
from faelled.lib.fields.reading import Parsed, parse, state, taken, validate
from faelled.lib.fields.states import FieldState, RowState, every
from faelled.lib.fields.writers import as_input, as_text, inputs_of, rows_in_words

__all__ = [
    "Count",
    "FieldState",
    "Given",
    "Page",
    "Parsed",
    "RowState",
    "as_input",
    "as_text",
    "check_fields",
    "count_as_answered",
    "count_questions",
    "every",
    "exits_now",
    "inputs_of",
    "pages_of",
    "parse",
    "rows_in_words",
    "state",
    "taken",
    "validate",
    "visible",
    "with_known",
]
