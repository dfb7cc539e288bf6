"""What the other actions are made of: a document row, a version, its place in journal and audit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.access.log import log_write
from faelled.base.audit.chain import Json
from faelled.base.files.models import StoredFile
from faelled.base.statements import insert
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.documents.errors import DocumentError
from faelled.casework.documents.letter_questions import NEWEST_VERSION
from faelled.casework.documents.models import Document, DocumentVersion


def locked_document(document: Document, *, by: Actor, now: datetime) -> Document:
    """The document and its case, locked until the transaction ends, for one who works on the case.

    Raises NotYours for everybody else, and DocumentError while a colleague holds the document.
    """
    locked_for_work(document.case_id, by=by, now=now)
    row = (
        Document.objects.select_for_update(of=("self",))
        .select_related("case__authority", "case__owner_unit", "case__handler", "party")
        .get(pk=document.pk)
    )
    refuse_if_held(row, by)
    return row


def refuse_if_held(document: Document, by: Actor) -> None:
    """A document that somebody works on is changed by nobody else."""
    if document.locked_by_id and document.locked_by_id != by.id:
        raise DocumentError(
            _("%(name)s arbejder i dokumentet og har låst det.") % {"name": document.locked_by_name}
        )


def refuse_unless_draft(document: Document) -> None:
    if document.closed:
        raise DocumentError(_("Dokumentet er færdigt og kan ikke ændres eller slettes."))


def store_version(
    document: Document,
    file: StoredFile,
    *,
    by: Actor,
    now: datetime,
    source: dict[str, Any] | None = None,
) -> DocumentVersion:
    """The next version; the caller holds the document's lock."""
    newest = NEWEST_VERSION.first(document=document.pk)
    version = DocumentVersion(
        document=document,
        number=newest.number + 1 if newest else 1,
        file=file,
        sha256=file.sha256,
        source=source or {},
        created_at=now,
        created_by_id=by.id,
        created_by_name=by.shown_name,
    )
    insert([version])
    detail: dict[str, Json] = {"number": version.number, "sha256": version.sha256}
    log(document, "document.version", detail, by=by, now=now)
    return version


def log(
    document: Document, action: str, detail: Mapping[str, Json], *, by: Actor, now: datetime
) -> None:
    """One entry in the case's own stream."""
    log_write(
        by,
        stream=document.case.ref,
        action=action,
        subjects=[document.case.ref, document.ref],
        detail={"document": str(document.uuid), **detail},
        now=now,
    )
