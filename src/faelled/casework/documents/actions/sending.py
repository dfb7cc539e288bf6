"""Letters: drafted, made final and put in the queue, all in the transaction of the step."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.audit.chain import Json
from faelled.base.connect.digitalpost.outbox import Channel
from faelled.base.files.actions import store_made
from faelled.base.jobs.actions import enqueue_after_commit
from faelled.base.statements import insert, update
from faelled.casework.cases.actions import write_entry
from faelled.casework.cases.models import Case, CaseEvent, JournalKind, Party
from faelled.casework.documents.actions.delivery import send_post
from faelled.casework.documents.actions.versions import (
    locked_document,
    log,
    refuse_if_held,
    store_version,
)
from faelled.casework.documents.errors import DocumentError
from faelled.casework.documents.letter_questions import OPEN_DRAFT
from faelled.casework.documents.letters import Letter
from faelled.casework.documents.models import (
    Direction,
    Dispatch,
    Document,
    DocumentVersion,
    Status,
)
from faelled.casework.documents.pdf import render_letter
from faelled.casework.documents.recipients import Reachable, RecipientError, reach, the_post

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Complaint:
    """The time to complain that a letter tells of, as a duration, and the section it rests on."""

    time: str = ""
    cites: str = ""


NO_COMPLAINT = Complaint()


def draft_letter(
    case: Case,
    template: str,
    party: Party,
    letter: Letter,
    step: CaseEvent,
    *,
    by: Actor,
    now: datetime,
) -> Document:
    """The letter as a draft to read and approve: a new version when there is one already.

    Runs in the step's transaction; the caller has locked the case.
    """
    document = _letter_document(case, template, party, letter, step, by=by, now=now)
    _add_letter(document, replace(letter, stamp=_("Udkast")), by=by, now=now)
    return document


def send_letter(
    case: Case,
    template: str,
    to: Reachable,
    letter: Letter,
    step: CaseEvent,
    *,
    by: Actor,
    now: datetime,
    complaint: Complaint = NO_COMPLAINT,
) -> Dispatch:
    """Make the letter final, put it in the queue and journalise it, in the step's transaction.

    The carrier is told after the commit, as often as it takes, under one message UUID. The time to
    complain is kept only when the letter has the guidance (a decision that grants all has none).
    """
    document = _letter_document(case, template, to.party, letter, step, by=by, now=now)
    version = _add_letter(document, letter, by=by, now=now)
    given = complaint if letter.has_guidance else NO_COMPLAINT
    return _queue(document, version, to, given, by=by, now=now)


@transaction.atomic
def send_document(document: Document, party: Party, *, by: Actor, now: datetime) -> Dispatch:
    """Send a final document to a party of its case, outside any step.

    Raises NotYours or DocumentError, in the user's words.
    """
    row = locked_document(document, by=by, now=now)
    if row.status not in {Status.FINAL, Status.SENT}:
        raise DocumentError(_("Gør dokumentet færdigt, før du sender det."))
    if party.case_id != row.case_id:
        raise DocumentError(_("Modtageren er ikke part i sagen."))
    if row.dispatches.filter(party=party).exists():
        raise DocumentError(_("Dokumentet er allerede sendt til modtageren."))
    try:
        to = reach(party, the_post(), by=by, now=now)
    except RecipientError as error:
        raise DocumentError(str(error)) from error
    version = row.versions.select_related("file").order_by("-number")[0]
    if to.channel is Channel.LETTER and version.file.media_type != PDF:
        raise DocumentError(_("Modtageren får brev på papir. Gem dokumentet som PDF først."))
    return _queue(row, version, to, NO_COMPLAINT, by=by, now=now)


def _letter_document(
    case: Case,
    template: str,
    party: Party,
    letter: Letter,
    step: CaseEvent,
    *,
    by: Actor,
    now: datetime,
) -> Document:
    """The open draft of this letter to this party, or a new one."""
    document = OPEN_DRAFT.first(case=case.pk, template=template, party=party.pk)
    if document is None:
        document = Document(
            case=case,
            title=letter.title[:200],
            kind=letter.kind,
            direction=Direction.OUT,
            status=Status.DRAFT,
            template=template,
            party=party,
            step=step,
            created_at=now,
            created_by_id=by.id,
            created_by_name=by.shown_name,
        )
        insert([document])
        return document
    refuse_if_held(document, by)
    document.case, document.title, document.step = case, letter.title[:200], step
    update(document, ("title", "step"))
    return document


def _add_letter(document: Document, letter: Letter, *, by: Actor, now: datetime) -> DocumentVersion:
    case = document.case
    file = store_made(
        render_letter(letter, now=now),
        f"{letter.title[:120]}.pdf",
        PDF,
        stream=case.ref,
        subjects=[case.ref, document.ref],
        by=by,
        now=now,
    )
    return store_version(document, file, by=by, now=now, source=letter.to_json())


def _queue(
    document: Document,
    version: DocumentVersion,
    to: Reachable,
    complaint: Complaint,
    *,
    by: Actor,
    now: datetime,
) -> Dispatch:
    # What is given to somebody outside is no longer internal (offentlighedsloven § 23).
    document.internal = False
    document.status = Status.SENT if document.status == Status.SENT else Status.FINAL
    document.locked_by_id = document.locked_by_name = ""
    document.direction = Direction.OUT
    update(document, ("internal", "status", "locked_by_id", "locked_by_name", "direction"))
    dispatch = Dispatch(
        document=document,
        version=version,
        party=to.party,
        channel=str(to.channel),
        queued_at=now,
        queued_by_id=by.id,
        complaint=complaint.time,
        complaint_cites=complaint.cites,
    )
    insert([dispatch])
    write_entry(
        document.case,
        by=by,
        now=now,
        kind=JournalKind.SENT,
        short_text=document.title,
        event=document.step,
        document=document.uuid,
    )
    detail: dict[str, Json] = {
        "dispatch": str(dispatch.uuid),
        "version": version.number,
        "channel": dispatch.channel,
    }
    log(document, "document.send", detail, by=by, now=now)
    enqueue_after_commit(send_post, str(dispatch.uuid))
    return dispatch
