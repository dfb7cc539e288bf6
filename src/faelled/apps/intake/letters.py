"""The papers of a case that its party has: letters that have really left, and what they sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from faelled.apps.intake import wording
from faelled.apps.intake.wording import PlainDeadline
from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case
from faelled.casework.documents.models import Direction, Dispatch, Document
from faelled.casework.documents.queries import of_case
from faelled.lib.dates import end_of_day
from faelled.lib.dcr import Graph, Kind

# What a letter's file calls a decision (content/letters).
DECISION = "decision"
# The ways in which a step of the authority asks the party for one, or lets them take it.
ASKS = frozenset({Kind.RESPONSE, Kind.INCLUDE})


@dataclass(frozen=True, slots=True)
class Letter:
    """One paper: ``mine`` when the party sent it in; ``step`` is the step it came with, ``event``
    which one that is in the graph; ``decides`` when it is the authority's decision.
    """

    uuid: UUID
    title: str
    at: datetime
    mine: bool
    step: int | None
    complaint: PlainDeadline | None
    decides: bool = False
    event: str = ""


def letters_to(case: Case, actor: Actor, *, now: datetime) -> list[Letter]:
    """The papers that ``actor`` may open in the case, the latest first: three queries.

    A letter is there from the moment the carrier took it, and not before.
    """
    rows = of_case(case, actor, now=now).select_related("step")
    papers = (_letter(row, actor, now) for row in rows)
    return sorted(papers, key=lambda letter: letter.at, reverse=True)


def letter_behind(event_id: str, graph: Graph, letters: Iterable[Letter]) -> Letter | None:
    """What a step answers: the latest letter from a step that asks for it or makes it possible."""
    asking = {
        rule.source for rule in graph.relations if rule.target == event_id and rule.kind in ASKS
    }
    return next((one for one in letters if not one.mine and one.event in asking), None)


def complaint_deadline(letters: list[Letter]) -> PlainDeadline | None:
    """Until when the party can complain of the latest decision, as its letter says."""
    return next((letter.complaint for letter in letters if letter.complaint), None)


def _letter(document: Document, actor: Actor, now: datetime) -> Letter:
    sendings: list[Dispatch] = getattr(document, "sendings", [])
    mine = document.direction == Direction.IN
    sent = max((one.sent_at for one in sendings if one.sent_at), default=None)
    at = document.received_at if mine else sent
    return Letter(
        uuid=document.uuid,
        title=document.title,
        at=at or document.created_at,
        mine=mine,
        step=document.step_id,
        complaint=next((_complaint(one, now) for one in sendings if one.complaint_until), None),
        decides=not mine and document.kind == DECISION,
        event=document.step.event_id if document.step else "",
    )


def _complaint(sending: Dispatch, now: datetime) -> PlainDeadline:
    """The last day counts to its end."""
    assert sending.complaint_until is not None
    due = end_of_day(sending.complaint_until)
    return PlainDeadline(
        text=wording.complaint(due, now),
        due=due,
        mine=False,
        overdue=False,
        label=_("Frist for at klage"),
        basis=sending.complaint_cites,
    )
