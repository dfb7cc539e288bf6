"""A chain as it is asked for: the steps in order, and the people of each."""

from dataclasses import dataclass
from typing import Literal

Needs = Literal["all", "one"]
ALL: Needs = "all"
ONE: Needs = "one"
MOST_STEPS = 20
MOST_PEOPLE = 40


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One step: employee ids of those who approve, and of those who get a copy.

    ``StepSpec((bo.pk,), (erik.pk,))``: Bo approves, Erik reads. ``needs="one"``: the first answer
    counts for all. ``write``: the approvers may change the case while the step is theirs.
    """

    approvers: tuple[int, ...]
    copies: tuple[int, ...] = ()
    needs: Needs = ALL
    write: bool = False

    @property
    def people(self) -> tuple[int, ...]:
        return (*self.approvers, *self.copies)


@dataclass(frozen=True, slots=True)
class MatterRef:
    """What a chain is about: which source knows it, and under what id there.

    ``MatterRef("own", "<case uuid>/approve")`` or ``MatterRef("esdh", "F-2041")``.
    """

    source: str
    id: str

    def __str__(self) -> str:
        return f"{self.source}:{self.id}"


def own_matter(case_uuid: object, event_id: str) -> MatterRef:
    """An approval step of one of our own cases."""
    return MatterRef("own", f"{case_uuid}/{event_id}")
