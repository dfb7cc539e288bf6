"""Why a chain did not move, in the words of the person who tried."""

from collections.abc import Mapping, Sequence

from faelled.lib.dcr import Explanation


class ChainError(Exception):
    """Nothing was changed; ``messages`` says why, in Danish, for the page."""

    def __init__(self, *messages: str) -> None:
        super().__init__(*messages)
        self.messages: Sequence[str] = messages


class ActNotAllowed(ChainError):
    """The chain's rules do not allow it now; ``explanation`` holds every reason and remedy."""

    def __init__(self, explanation: Explanation) -> None:
        super().__init__(*(reason.text for reason in explanation.reasons))
        self.explanation = explanation


class CommentMissing(ChainError):
    """Sent back or put on a condition, and not said what is wanted."""


class AnswersRefused(ChainError):
    """Something that the approval asks is missing or wrong; ``errors`` by the field's id."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(*errors.values())
        self.errors = errors


class ChainMoved(ChainError):
    """What the reader had before them is not what lies there now."""


class MatterUnavailable(ChainError):
    """The matter cannot be read or written just now: its system does not answer."""
