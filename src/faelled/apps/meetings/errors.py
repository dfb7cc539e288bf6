"""Why something could not be done with a meeting, in the words of the person who tried."""

from faelled.casework.cases.errors import CaseError


class MeetingError(CaseError):
    """Nothing was changed; ``messages`` says why, in Danish, for the page."""
