"""A paper of a file that is stored already, so that its bytes are kept once."""

from datetime import datetime

from django.db import transaction

from faelled.base.access.actor import Actor
from faelled.base.files.models import StoredFile
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.models import Case
from faelled.casework.documents.actions.versions import (
    locked_document,
    log,
    refuse_unless_draft,
    store_version,
)
from faelled.casework.documents.models import (
    Direction,
    Document,
    DocumentVersion,
    Status,
)


@transaction.atomic
def keep_paper(case: Case, file: StoredFile, *, title: str, by: Actor, now: datetime) -> Document:
    """An internal draft with ``file`` as its first version. The caller has seen to it that the
    file belongs to the case.
    """
    case = locked_for_work(case.pk, by=by, now=now)
    document = Document.objects.create(
        case=case,
        title=title,
        kind="upload",
        direction=Direction.INTERNAL,
        status=Status.DRAFT,
        internal=True,
        created_at=now,
        created_by_id=by.id,
        created_by_name=by.shown_name,
    )
    log(document, "document.add", {"direction": str(Direction.INTERNAL)}, by=by, now=now)
    store_version(document, file, by=by, now=now)
    return document


@transaction.atomic
def keep_version(
    document: Document, file: StoredFile, *, by: Actor, now: datetime
) -> DocumentVersion:
    """``file`` is a draft's next version."""
    row = locked_document(document, by=by, now=now)
    refuse_unless_draft(row)
    return store_version(row, file, by=by, now=now)
