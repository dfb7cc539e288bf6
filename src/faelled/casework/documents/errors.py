"""Why a document did not change, in the words of the person who tried."""

from faelled.casework.cases.errors import CaseError


class DocumentError(CaseError):
    """Nothing was changed; ``messages`` says why, in Danish, for the page."""
