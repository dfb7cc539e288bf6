"""The citizen's pages."""

from faelled.apps.intake.views.drafting import check, choose_whom, discard_draft, fill_in, step
from faelled.apps.intake.views.following import (
    case_page,
    looks,
    my_cases_page,
    receipt,
    receipt_file,
)
from faelled.apps.intake.views.guest_codes import guest_lost, new_code
from faelled.apps.intake.views.guests import (
    begin_without_log_in,
    guest_check,
    guest_discard,
    guest_fill_in,
    guest_follow,
    guest_link,
    guest_sent,
    open_guest_link,
    or_guest,
)
from faelled.apps.intake.views.reading import (
    guide_list,
    guide_page,
    paper,
    service,
    services,
)

# A draft has one address, whoever's it is.
draft = or_guest(fill_in, guest_fill_in)
draft_check = or_guest(check, guest_check)
draft_discard = or_guest(discard_draft, guest_discard)

__all__ = [
    "begin_without_log_in",
    "case_page",
    "choose_whom",
    "draft",
    "draft_check",
    "draft_discard",
    "guest_follow",
    "guest_link",
    "guest_lost",
    "guest_sent",
    "guide_list",
    "guide_page",
    "looks",
    "my_cases_page",
    "new_code",
    "open_guest_link",
    "paper",
    "receipt",
    "receipt_file",
    "service",
    "services",
    "step",
]
