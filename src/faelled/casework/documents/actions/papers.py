"""Papers that people bring: upload, a new version, lock, final, remove, received with a step."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.files.actions import remove_file, store_upload
from faelled.base.files.models import StoredFile
from faelled.casework.cases.actions import write_entry
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.models import Case, CaseEvent, JournalKind, Party
from faelled.casework.documents.actions.versions import (
    locked_document,
    log,
    refuse_unless_draft,
    store_version,
)
from faelled.casework.documents.errors import DocumentError
from faelled.casework.documents.models import Direction, Document, DocumentVersion, Status


@transaction.atomic
def upload(
    case: Case,
    file: File[bytes],
    *,
    title: str,
    direction: Direction,
    by: Actor,
    now: datetime,
    received_at: datetime | None = None,
) -> Document:
    """Put a paper in the case. What came in is received, with its day, and journalised at once
    (offentlighedsloven § 15); the rest begins as a draft.

    Raises UploadRefusedError with the reasons, NotYours, or DocumentError.
    """
    case = locked_for_work(case.pk, by=by, now=now)
    incoming = direction == Direction.IN
    day = received_at or now
    if day > now:
        raise DocumentError(_("Datoen for modtagelsen ligger ude i fremtiden."))
    stored = store_upload(file, stream=case.ref, subjects=[case.ref], by=by, now=now)
    document = Document.objects.create(
        case=case,
        title=title.strip() or stored.name,
        kind="upload",
        direction=direction,
        status=Status.RECEIVED if incoming else Status.DRAFT,
        internal=direction == Direction.INTERNAL,
        received_at=day if incoming else None,
        created_at=now,
        created_by_id=by.id,
        created_by_name=by.shown_name,
    )
    log(document, "document.add", {"direction": str(direction)}, by=by, now=now)
    store_version(document, stored, by=by, now=now)
    if incoming:
        _journalise(document, JournalKind.RECEIVED, day, by=by, now=now)
    return document


@transaction.atomic
def add_version(
    document: Document, file: File[bytes], *, by: Actor, now: datetime
) -> DocumentVersion:
    """A new content of a draft; the earlier ones stay as they were."""
    row = locked_document(document, by=by, now=now)
    refuse_unless_draft(row)
    if row.template:
        raise DocumentError(
            _("Brevet skrives ud fra sagens oplysninger. Ret dem i trinnet i stedet.")
        )
    case = row.case
    stored = store_upload(file, stream=case.ref, subjects=[case.ref, row.ref], by=by, now=now)
    return store_version(row, stored, by=by, now=now)


@transaction.atomic
def lock(document: Document, *, by: Actor, now: datetime) -> Document:
    """Keep others from changing or removing it while one works on it."""
    row = locked_document(document, by=by, now=now)
    row.locked_by_id, row.locked_by_name = by.id, by.shown_name
    row.save(update_fields=["locked_by_id", "locked_by_name"])
    log(row, "document.lock", {}, by=by, now=now)
    return row


@transaction.atomic
def unlock(document: Document, *, by: Actor, now: datetime) -> Document:
    """Open it again: the one who locked it, or a leader when that one has left it locked."""
    locked_for_work(document.case_id, by=by, now=now)
    row = (
        Document.objects.select_for_update(of=("self",)).select_related("case").get(pk=document.pk)
    )
    if row.locked_by_id != by.id and "manager" not in by.roles:
        raise DocumentError(_("Kun den, der har låst dokumentet, eller en leder kan låse det op."))
    row.locked_by_id = row.locked_by_name = ""
    row.save(update_fields=["locked_by_id", "locked_by_name"])
    log(row, "document.unlock", {}, by=by, now=now)
    return row


@transaction.atomic
def finalise(document: Document, *, by: Actor, now: datetime) -> Document:
    """Close a draft for ever, and journalise it (offentlighedsloven § 15, stk. 2)."""
    row = locked_document(document, by=by, now=now)
    refuse_unless_draft(row)
    if row.template:
        raise DocumentError(_("Brevet bliver færdigt, når trinnet, der sender det, bliver gjort."))
    row.status, row.locked_by_id, row.locked_by_name = Status.FINAL, "", ""
    row.save(update_fields=["status", "locked_by_id", "locked_by_name"])
    log(row, "document.finalise", {}, by=by, now=now)
    _journalise(row, JournalKind.INTERNAL, now, by=by, now=now)
    return row


@transaction.atomic
def remove_draft(document: Document, *, by: Actor, now: datetime) -> None:
    """Remove a draft with its versions. What is closed or locked stays, whoever asks."""
    row = locked_document(document, by=by, now=now)
    refuse_unless_draft(row)
    if row.locked_by_id:
        raise DocumentError(_("Dokumentet er låst. Lås det op, før du sletter det."))
    files = [version.file for version in row.versions.select_related("file")]
    log(row, "document.remove", {"title_length": len(row.title)}, by=by, now=now)
    case = row.case
    row.delete()
    for file in files:
        remove_file(file, stream=case.ref, subjects=[case.ref], by=by, now=now)


def receive_files(
    case: Case,
    step: CaseEvent,
    files: Sequence[tuple[str, StoredFile]],
    *,
    by: Actor,
    now: datetime,
    sender: Party | None = None,
) -> list[Document]:
    """The papers that came with a step, each with its title; received when the step was made.

    ``sender``: the party whose paper it is, where another typed it in; they may read it too.
    Runs in the step's transaction. Only files that the step's own actor sent can be named: a form
    post must not draw another's file into the case.
    """
    if any(file.uploaded_by_id not in {by.id} for _title, file in files):
        raise DocumentError(_("En af filerne er ikke sendt ind af dig. Vedhæft den igen."))
    return [
        _received(case, title, file, step.at, step=step, sender=sender, by=by, now=now)
        for title, file in files
    ]


@transaction.atomic
def receive_post(
    case: Case,
    papers: Sequence[tuple[str, StoredFile]],
    *,
    sender: Party | None,
    received_at: datetime,
    by: Actor,
    now: datetime,
) -> list[Document]:
    """The papers of a message that no step brought, each with its title; journalised on the day it
    came (offentlighedsloven § 15). The caller has seen to it that the files are the message's.

    ``sender`` reads them too. Raises NotYours.
    """
    case = locked_for_work(case.pk, by=by, now=now)
    return [
        _received(case, title, file, received_at, step=None, sender=sender, by=by, now=now)
        for title, file in papers
    ]


def _received(
    case: Case,
    title: str,
    file: StoredFile,
    at: datetime,
    *,
    step: CaseEvent | None,
    sender: Party | None,
    by: Actor,
    now: datetime,
) -> Document:
    document = Document.objects.create(
        case=case,
        title=title,
        kind="received",
        direction=Direction.IN,
        status=Status.RECEIVED,
        step=step,
        party=sender,
        received_at=at,
        created_at=now,
        created_by_id=by.id,
        created_by_name=by.shown_name,
    )
    log(document, "document.add", {"direction": "in"}, by=by, now=now)
    store_version(document, file, by=by, now=now)
    _journalise(document, JournalKind.RECEIVED, at, by=by, now=now)
    return document


def _journalise(
    document: Document, kind: JournalKind, at: datetime, *, by: Actor, now: datetime
) -> None:
    write_entry(
        document.case,
        by=by,
        now=now,
        kind=kind,
        short_text=document.title,
        occurred_at=at,
        event=document.step,
        document=document.uuid,
    )
