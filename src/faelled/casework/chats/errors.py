"""Why something could not be written in a chat, in the words of the person who tried."""

from faelled.casework.cases.errors import CaseError


class ChatError(CaseError):
    """Nothing was changed; ``messages`` says why, in Danish, for the page."""
