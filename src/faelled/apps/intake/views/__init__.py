"""The citizen's pages."""

from faelled.apps.intake.views.drafting import check, choose_whom, discard_draft, fill_in, step
from faelled.apps.intake.views.following import (
    case_page,
    looks,
    my_cases_page,
    receipt,
    receipt_file,
)
from faelled.apps.intake.views.reading import guide_list, guide_page, service, services

__all__ = [
    "case_page",
    "check",
    "choose_whom",
    "discard_draft",
    "fill_in",
    "guide_list",
    "guide_page",
    "looks",
    "my_cases_page",
    "receipt",
    "receipt_file",
    "service",
    "services",
    "step",
]
