"""The papers of an order: what is asked about, copied into its own case, and the answer."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from faelled.apps.orders.models import Order
from faelled.base.access.actor import Actor
from faelled.base.files.models import StoredFile
from faelled.base.files.problems import UploadRefusedError
from faelled.base.files.serving import FileDamagedError, read_file
from faelled.base.people.queries import is_protected
from faelled.casework.cases.errors import CaseError, StepRefused
from faelled.casework.cases.models import Case, CaseEvent
from faelled.casework.documents import actions as documents
from faelled.casework.documents.models import Direction, Document, DocumentVersion
from faelled.casework.documents.models import Status as DocumentStatus
from faelled.casework.documents.pdf import ReceiptPage, render_receipt
from faelled.lib.dates import local_day

LONGEST_NAME = 120


def attach(case: Case, name: str, content: bytes, *, by: Actor, now: datetime) -> Document:
    """A paper for the recipient to read: closed for ever, and read in the order's own case."""
    try:
        document = documents.upload(
            case,
            ContentFile(content, name=name),
            title=name,
            direction=Direction.INTERNAL,
            by=by,
            now=now,
        )
    except UploadRefusedError as refusal:
        raise CaseError(str(refusal)) from refusal
    return documents.finalise(document, by=by, now=now)


def attach_copy(case: Case, version: DocumentVersion, *, by: Actor, now: datetime) -> Document:
    """A copy of a paper in another case, so that the recipient need not see that case.

    A letter with a protected address on it is never copied: the copy would not know that it is
    protected (CPR-loven § 28).
    """
    if carries_protected_address(version, now=now):
        raise CaseError(
            _("På brevet står en beskyttet adresse. Det kan ikke følge med en bestilling.")
        )
    return attach(case, version.file.name, content_of(version.file), by=by, now=now)


def carries_protected_address(version: DocumentVersion, *, now: datetime) -> bool:
    """Whether the letter has the address of somebody in its window who has it protected today."""
    party = version.document.party
    person = party.person if party else None
    lines = version.source.get("recipient", ()) if version.source else ()
    if person is None or len(lines) < 2:
        return False
    return is_protected(person.address_protected_until, local_day(now))


def content_of(file: StoredFile) -> bytes:
    try:
        return read_file(file)
    except FileDamagedError as error:
        raise CaseError(str(error)) from error


def keep_answer(
    order: Order, step: CaseEvent, text: str, file: StoredFile | None, *, by: Actor, now: datetime
) -> Document:
    """The answer, or its next version: what was there before is kept, and each swap is logged.

    A file is the answer itself; an answer that was only written becomes a paper of its own.
    """
    content, name = _answer(order, step, text, file, now=now)
    upload = ContentFile(content, name=name)
    standing = order.answer
    try:
        if standing is not None and standing.status == DocumentStatus.DRAFT:
            documents.add_version(standing, upload, by=by, now=now)
            return standing
        title = _("Svar: %(title)s") % {"title": order.case.title}
        document = documents.upload(
            order.case, upload, title=title[:200], direction=Direction.INTERNAL, by=by, now=now
        )
    except UploadRefusedError as refusal:
        raise StepRefused(str(refusal)) from refusal
    order.answer = document
    order.save(update_fields=["answer"])
    return document


def close_answer(order: Order, *, by: Actor, now: datetime) -> None:
    """The answer as it stood at the end can never change."""
    if order.answer is not None and order.answer.status == DocumentStatus.DRAFT:
        documents.finalise(order.answer, by=by, now=now)


def newest_answer(order: Order) -> list[DocumentVersion]:
    """The answer's latest version, or nothing."""
    if order.answer is None:
        return []
    return list(order.answer.versions.order_by("-number")[:1])


def _answer(
    order: Order, step: CaseEvent, text: str, file: StoredFile | None, *, now: datetime
) -> tuple[bytes, str]:
    if file is not None:
        return content_of(file), file.name
    page = ReceiptPage(
        title=_("Svar på bestilling"),
        authority=order.case.authority.name,
        case_number=order.case.number,
        sent_at=step.at,
        rows=[(order.case.title, text)],
    )
    return render_receipt(page, now=now), _("Svar.pdf")
