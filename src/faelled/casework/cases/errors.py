"""Why a case did not move, in the words of the person who tried."""

from collections.abc import Mapping, Sequence

from faelled.lib.dcr import Explanation


class CaseError(Exception):
    """Nothing was changed; ``messages`` says why, in Danish, for the page."""

    def __init__(self, *messages: str) -> None:
        super().__init__(*messages)
        self.messages: Sequence[str] = messages


class StepNotAllowed(CaseError):
    """The graph does not allow the step now; ``explanation`` holds every reason and remedy."""

    def __init__(self, explanation: Explanation) -> None:
        super().__init__(*(reason.text for reason in explanation.reasons))
        self.explanation = explanation


class StepRefused(CaseError):
    """The graph allows the step, but an effect's check speaks against it."""


class CaseChanged(CaseError):
    """Somebody else moved the case since the form was shown; ``labels`` says what was done."""

    def __init__(self, message: str, labels: Sequence[str]) -> None:
        super().__init__(message)
        self.labels = labels


class CaseNotOpen(CaseError):
    """The case is closed or suspended."""


class DataRefused(CaseError):
    """The step's data do not hold; ``errors`` maps a field's id to what is wrong with it."""

    def __init__(self, message: str, errors: Mapping[str, str]) -> None:
        super().__init__(message)
        self.errors = errors


class NotYours(CaseError):
    """The reader may see the case, but not do this in it."""
