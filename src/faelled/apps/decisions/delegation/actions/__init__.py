"""Every write of delegation, one function each, with a required actor."""

from faelled.apps.decisions.delegation.actions.chains import (
    follow_draft,
    follow_plan,
    start_by_plan,
)
from faelled.apps.decisions.delegation.actions.plans import (
    PlanRefused,
    put_in_force,
    read_plan,
    upload_plan,
)

__all__ = [
    "PlanRefused",
    "follow_draft",
    "follow_plan",
    "put_in_force",
    "read_plan",
    "start_by_plan",
    "upload_plan",
]
