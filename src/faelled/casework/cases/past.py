"""A case of another system's log, before and after it is replayed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case


@dataclass(frozen=True, slots=True)
class PastStep:
    """One thing that was done: ``event_id`` is empty where the graph has no such step."""

    name: str
    event_id: str
    at: datetime
    by: Actor
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case of a log, its steps in the order of time."""

    title: str
    opened_at: datetime
    steps: Sequence[PastStep]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A step that the rules do not allow: ``reasons`` are ``condition:hear_party`` and the like."""

    step: PastStep
    reasons: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of one case of the log."""

    case: Case
    accepted: tuple[PastStep, ...]
    refused: tuple[Refusal, ...]
    overdue: int
