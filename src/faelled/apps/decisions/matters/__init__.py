"""What a chain can be about: our own cases, and those of a foreign case system, alike."""

from faelled.apps.decisions.matters.contract import (
    MATTERS,
    Answers,
    Matter,
    MatterDocument,
    MatterSource,
    MatterStart,
)

__all__ = ["MATTERS", "Answers", "Matter", "MatterDocument", "MatterSource", "MatterStart"]
