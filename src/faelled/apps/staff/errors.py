"""What stands in the way of a control, in the user's words."""

from faelled.casework.cases.errors import CaseError


class ControlError(CaseError):
    pass
