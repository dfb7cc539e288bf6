"""The contract of a source of matters: what an approval page and a chain need, and no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.summary import Answer, Line
from faelled.base.access.actor import Actor
from faelled.base.people.models import Employee
from faelled.casework.cases.models import Case
from faelled.lib.fields import FieldState

Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class MatterDocument:
    """One paper with the way to open it: ``note`` says version, kind and size."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be approved, as one reader may see it.

    ``version`` changes whenever what is approved changes: who answers has seen one version.
    ``url`` leads to the matter itself, "" where there is no page of ours for it.
    """

    title: str
    number: str
    party: str
    headline: str
    lines: tuple[Line, ...]
    answers: tuple[Answer, ...]
    documents: tuple[MatterDocument, ...]
    deadline: datetime | None
    version: str
    subjects: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class MatterStart:
    """What a chain keeps of its matter from the start; ``case`` for a matter of our own."""

    title: str
    number: str
    party: str
    deadline: datetime | None
    case: Case | None = None
    event_id: str = ""


class MatterSource(Protocol):
    """A system whose matters can be approved here. All raise ChainError where it cannot be done,
    MatterUnavailable where the system does not answer.
    """

    key: str

    def look(self, id: str, *, by: Actor, now: datetime) -> MatterStart:
        """The same as `start` before anything is begun: 404 where ``by`` has no such matter."""

    def start(self, id: str, *, by: Actor, now: datetime) -> MatterStart:
        """The matter, if ``by`` may begin an approval of it now; the caller holds a transaction."""

    def against_people(
        self, id: str, last: Sequence[Employee], *, write: bool, by: Actor, now: datetime
    ) -> list[str]:
        """What speaks against these as those whose answer ends it, and against giving them (or any
        step's approvers) the right to change the matter.
        """

    def describe(self, chain: Chain, actor: Actor, *, now: datetime) -> Matter | None:
        """The matter as ``actor`` may see it; None where they may not (any more)."""

    def version(self, chain: Chain, *, now: datetime) -> str:
        """The version that lies there now."""

    def prepared_by(self, chain: Chain) -> frozenset[str]:
        """The user uuids of all who made what is to be approved."""

    def lawful_now(self, chain: Chain, actor: Actor, *, now: datetime) -> tuple[str, ...]:
        """What is in the way of the approval taking effect now; nothing where it is lawful."""

    def asked(self, chain: Chain, answers: Answers, *, now: datetime) -> Sequence[FieldState]:
        """What the matter asks of who decides beside verdict and comment, with these answers."""

    def apply_verdict(
        self, chain: Chain, comment: str, answers: Answers, *, by: Actor, now: datetime
    ) -> None:
        """The last approval has been given: let it take effect, or raise ChainError."""

    def tell(self, chain: Chain, text: str, comment: str, *, by: Actor, now: datetime) -> None:
        """Write in the matter's own journal that the chain began, was returned or ended."""

    def let_in(
        self,
        chain: Chain,
        people: Sequence[Employee],
        *,
        write: bool,
        copy: bool,
        now: datetime,
    ) -> None:
        """Let these read the matter (or change it) for as long as the chain says."""

    def let_out(
        self, chain: Chain, people: Sequence[Employee], *, write: bool, now: datetime
    ) -> None:
        """End that again for these; nobody named: for all but those with a copy."""


class MatterRegistry:
    """Sources by key; a second one for the same key is refused."""

    def __init__(self) -> None:
        self._sources: dict[str, MatterSource] = {}

    def register(self, source: MatterSource) -> None:
        if source.key in self._sources:
            raise ValueError(f"The matter source {source.key!r} is registered twice.")
        self._sources[source.key] = source

    def __contains__(self, key: object) -> bool:
        return key in self._sources

    def __getitem__(self, key: str) -> MatterSource:
        return self._sources[key]


MATTERS = MatterRegistry()
