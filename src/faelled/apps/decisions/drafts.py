"""The letter that an approval is about: its versions, and which of them an answer was given to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case, CaseEvent
from faelled.casework.documents.models import Direction, Document, DocumentVersion
from faelled.casework.documents.queries import openable_by
from faelled.lib.dcr import Event

DRAFT = "draft-letter"
# ``{ kind = "propose" }``: the papers that somebody has put in the case belong to the proposal.
PROPOSES = "propose"
SHOWN_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one party with its versions, oldest first. They are immutable, so the version
    that stood there when somebody answered is the one they answered.
    """

    document: Document
    versions: tuple[DocumentVersion, ...]

    @property
    def newest(self) -> DocumentVersion:
        return self.versions[-1]

    def at(self, moment: datetime) -> DocumentVersion | None:
        """The newest version made no later than ``moment``."""
        made = [version for version in self.versions if version.created_at <= moment]
        return made[-1] if made else None


@dataclass(frozen=True, slots=True)
class AnsweredVersion:
    """``AnsweredVersion("Afgørelse", 2, "3f9a01c2b4d5")``: the checksum's first digits."""

    title: str
    number: int
    checksum: str


def letters_of(case: Case, decision: Event, actor: Actor, *, now: datetime) -> tuple[Letter, ...]:
    """The letters that ``decision`` drafts, newest document of each party: one query. For what is
    proposed freely, the papers that lay in the case when it was.

    Nothing where the graph's step does neither, or before it has been done.
    """
    if any(effect.kind == PROPOSES for effect in decision.effects):
        return _papers_of(case, decision, actor, now)
    templates = [e.options.get("template", "") for e in decision.effects if e.kind == DRAFT]
    if not templates:
        return ()
    versions = (
        DocumentVersion.objects.filter(
            document__in=openable_by(actor, now=now), document__case=case
        )
        .filter(document__template__in=templates)
        .select_related("document", "file")
        .order_by("document_id", "number")
    )
    found: dict[int | None, list[DocumentVersion]] = {}
    for version in versions:
        kept = found.setdefault(version.document.party_id, [])
        if kept and kept[-1].document_id != version.document_id:
            kept.clear()
        kept.append(version)
    return tuple(Letter(kept[-1].document, tuple(kept)) for kept in found.values())


def _papers_of(case: Case, decision: Event, actor: Actor, now: datetime) -> tuple[Letter, ...]:
    made = case.events.filter(event_id=decision.id).order_by("-seq").values("recorded_at")[:1]
    versions = (
        DocumentVersion.objects.filter(
            document__in=openable_by(actor, now=now), document__case=case, created_at__lte=made
        )
        .filter(document__direction=Direction.INTERNAL, document__template="")
        .select_related("document", "file")
        .order_by("document_id", "number")
    )
    found: dict[int, list[DocumentVersion]] = {}
    for version in versions:
        found.setdefault(version.document_id, []).append(version)
    return tuple(Letter(kept[0].document, tuple(kept)) for kept in found.values())


def answered_versions(letters: Sequence[Letter], step: CaseEvent) -> tuple[AnsweredVersion, ...]:
    """What lay before the one who answered in ``step``."""
    pairs = ((letter, letter.at(step.recorded_at)) for letter in letters)
    return tuple(
        AnsweredVersion(letter.document.title, version.number, version.sha256[:SHOWN_DIGITS])
        for letter, version in pairs
        if version is not None
    )
