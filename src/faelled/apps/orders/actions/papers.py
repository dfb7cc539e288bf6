"""The papers of an order: what is asked about, copied into its own case, and the answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from faelled.apps.orders.models import Order
from faelled.base.access.actor import Actor
from faelled.base.files.actions import store_made
from faelled.base.files.models import StoredFile
from faelled.base.files.problems import UploadRefusedError
from faelled.base.files.serving import FileDamagedError, read_file
from faelled.base.people.queries import is_protected
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import Case
from faelled.casework.documents import actions as documents
from faelled.casework.documents.models import Direction, Document, DocumentVersion
from faelled.casework.documents.models import Status as DocumentStatus
from faelled.casework.documents.pdf import ReceiptPage, render_receipt
from faelled.lib.dates import local_day
from faelled.lib.dcr import Marking, Value

ANSWERING = "attach_answer"  # the step of content/graphs/bestilling.toml


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


def refuse_protected_since(order: Order, versions: Sequence[int], *, now: datetime) -> None:
    """CaseError when a letter that was copied for the order has an address on it that has been
    protected since. The copy does not know whose letter it was; the original, with the same bytes
    in the case that is asked about, does.
    """
    sums = DocumentVersion.objects.filter(pk__in=versions).values("sha256")
    originals = DocumentVersion.objects.filter(document__case=order.source_case, sha256__in=sums)
    for original in originals.select_related("document__party__person"):
        if carries_protected_address(original, now=now):
            raise CaseError(
                _("På et af brevene står en adresse, der er blevet beskyttet. Det er ikke sendt.")
            )


def content_of(file: StoredFile) -> bytes:
    try:
        return read_file(file)
    except FileDamagedError as error:
        raise CaseError(str(error)) from error


def draft_answer(marking: Marking, authority_id: int) -> tuple[str, StoredFile | None]:
    """What lies ready as the answer, not handed in yet: the written text, or the file."""
    said = marking.values.get(ANSWERING)
    said = said if isinstance(said, Mapping) else {}
    text, named = said.get("text"), said.get("file")
    uuids = [named] if isinstance(named, str) else [str(one) for one in _many(named)]
    file = StoredFile.objects.filter(uuid__in=uuids, authority_id=authority_id).first()
    return (text if isinstance(text, str) else ""), file


def _many(named: Value) -> tuple[object, ...]:
    return tuple(named) if isinstance(named, tuple) else ()


def hand_in(order: Order, marking: Marking, *, by: Actor, now: datetime) -> None:
    """The answer becomes a paper of the case, or the next version of it: what was handed in before
    is kept. Until now only the recipient could read it (`page`).

    A file is the answer itself; an answer that was only written becomes a paper of its own.
    """
    text, file = draft_answer(marking, order.authority_id)
    stored = file or _written(order, text, by=by, now=now)
    if order.answer is not None and order.answer.status == DocumentStatus.DRAFT:
        if [version.file_id for version in newest_answer(order)] != [stored.pk]:
            documents.keep_version(order.answer, stored, by=by, now=now)
        return
    title = _("Svar: %(title)s") % {"title": order.case.title}
    order.answer = documents.keep_paper(order.case, stored, title=title[:200], by=by, now=now)
    order.save(update_fields=["answer"])


def close_answer(order: Order, *, by: Actor, now: datetime) -> None:
    """The answer as it stood at the end can never change."""
    if order.answer is not None and order.answer.status == DocumentStatus.DRAFT:
        documents.finalise(order.answer, by=by, now=now)


def newest_answer(order: Order) -> list[DocumentVersion]:
    """The answer's latest version, or nothing."""
    if order.answer is None:
        return []
    return list(order.answer.versions.order_by("-number")[:1])


def _written(order: Order, text: str, *, by: Actor, now: datetime) -> StoredFile:
    page = ReceiptPage(
        title=_("Svar på bestilling"),
        authority=order.case.authority.name,
        case_number=order.case.number,
        sent_at=now,
        rows=[(order.case.title, text)],
    )
    return store_made(
        render_receipt(page, now=now),
        _("Svar.pdf"),
        "application/pdf",
        stream=order.case.ref,
        subjects=[order.case.ref],
        by=by,
        now=now,
    )
