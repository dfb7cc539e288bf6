"""The screens of case work."""

from faelled.casework.cases.views.emergency import break_in, break_in_review
from faelled.casework.cases.views.letting_in import end_access
from faelled.casework.cases.views.lists import case_list, case_search
from faelled.casework.cases.views.page import case_detail, case_journal, case_looks, case_map
from faelled.casework.cases.views.parties import add_party, leave
from faelled.casework.cases.views.steps import step, step_fields
from faelled.casework.cases.views.subject import subject
from faelled.casework.cases.views.types import case_types
from faelled.casework.cases.views.work import (
    assign_case,
    change_status,
    new_case,
    note,
    take_case,
)

__all__ = [
    "add_party",
    "assign_case",
    "break_in",
    "break_in_review",
    "case_detail",
    "case_journal",
    "case_list",
    "case_looks",
    "case_map",
    "case_search",
    "case_types",
    "change_status",
    "end_access",
    "leave",
    "new_case",
    "note",
    "step",
    "step_fields",
    "subject",
    "take_case",
]
