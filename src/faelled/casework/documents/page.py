"""The page of one document as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Status as CaseStatus
from faelled.casework.cases.party_rows import party_display
from faelled.casework.cases.queries import works_on
from faelled.casework.documents.models import Dispatch, Document, DocumentVersion, Status
from faelled.casework.documents.questions import SENDINGS, VERSIONS


@dataclass(frozen=True, slots=True)
class Sending:
    """A sending with the name of whom it went to."""

    dispatch: Dispatch
    to: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What the page shows, and which of its buttons are there for this reader.

    ``mine``: the reader holds the lock; ``held``: somebody else does.
    """

    versions: Sequence[DocumentVersion]
    sendings: Sequence[Sending]
    can_change: bool
    can_send: bool
    mine: bool
    held: bool
    may_unlock: bool
    is_letter: bool


def document_page(document: Document, actor: Actor, *, now: datetime) -> DocumentPage:
    """Read the page for one reader: four queries."""
    works_here = works_on(actor, document.case, now=now)
    works_here = works_here and document.case.status != CaseStatus.CLOSED
    mine = bool(document.locked_by_id) and document.locked_by_id == actor.id
    held = bool(document.locked_by_id) and not mine
    is_letter = bool(document.template)
    return DocumentPage(
        versions=VERSIONS.all(document=document.pk),
        sendings=[
            Sending(one, party_display(one.party, actor, now=now))
            for one in SENDINGS.all(document=document.pk)
        ],
        can_change=works_here and not document.closed and not held,
        can_send=works_here and document.status in {Status.FINAL, Status.SENT} and not is_letter,
        mine=mine,
        held=held,
        may_unlock=works_here and held and "manager" in actor.roles,
        is_letter=is_letter,
    )
