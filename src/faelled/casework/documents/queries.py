"""Reads of documents. Every one that reaches a screen starts at `visible_to` or `get_visible`."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, Q, QuerySet, Window
from django.http import Http404
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind, Capability
from faelled.base.people.queries import is_protected
from faelled.casework.cases import queries as cases
from faelled.casework.cases.models import Case
from faelled.casework.documents.models import Dispatch, Document, DocumentVersion, Status
from faelled.casework.documents.questions import (
    BY_UUID,
    LATEST_COMPLAINT,
    NEWEST,
    SENDINGS_OF_NEWEST,
    SHOWN,
)
from faelled.lib.dates import local_day
from faelled.lib.fields.readers import clean

LONGEST_SEARCH = 100


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Document]:
    """The documents that stand on ``actor``'s lists: those of the cases they see, and of these a
    citizen only what was sent to one they act for, and what they sent in themselves, also on paper.

    Another party's letter may carry that party's address, so it is not among them.
    """
    return _of(actor, cases.visible_to(actor, now=now))


def openable_by(actor: Actor, *, now: datetime) -> QuerySet[Document]:
    """What ``actor`` may open: with a broken glass, the case's papers too."""
    return _of(actor, cases.openable_by(actor, now=now))


def get_visible(actor: Actor, uuid: UUID, *, now: datetime) -> Document:
    """One document by its UUID; 404 where it does not exist and where it may not be seen alike.
    Staff see all papers of a case that is open to them, and get it as `cases.queries` reads it.
    """
    if actor.kind is ActorKind.CITIZEN:
        return _get_own(actor, uuid, now)
    document = BY_UUID.first(uuid=uuid)
    if document is None:
        raise Http404
    document.case = cases.get_visible(actor, document.case.uuid, now=now)
    return document


def _get_own(actor: Actor, uuid: UUID, now: datetime) -> Document:
    document = (
        openable_by(actor, now=now)
        .select_related("case__main_person", "party__person", "party__company")
        .filter(uuid=uuid)
        .first()
    )
    if document is None:
        raise Http404
    return document


def of_case(case: Case, actor: Actor, *, now: datetime) -> QuerySet[Document]:
    """A case's documents as ``actor`` may see them, newest first, with versions and sendings."""
    versions = DocumentVersion.objects.select_related("file").order_by("-number")
    return listed_of_case(case, actor, now=now).prefetch_related(
        Prefetch("versions", versions, to_attr="newest_first")
    )


def listed_of_case(case: Case, actor: Actor, *, now: datetime) -> QuerySet[Document]:
    """As `of_case`, with what a list shows: the sendings, and nothing of the content."""
    return (
        _of(actor, cases.opened_by(actor, case, now=now))
        .prefetch_related(
            Prefetch("dispatches", Dispatch.objects.order_by("queued_at"), to_attr="sendings"),
        )
        .order_by("-created_at", "-pk")
    )


def newest_of_case(case: Case, actor: Actor, *, now: datetime) -> Sequence[Document]:
    """The first of `listed_of_case`, each with ``total``, how many there are, and its sendings:
    two queries. By a kept statement for staff to whom the case was opened: they see all its papers.
    """
    if actor.kind is ActorKind.CITIZEN or not cases.opened_for(actor, case):
        found = listed_of_case(case, actor, now=now).annotate(total=Window(Count("pk")))
        return list(found[:SHOWN])
    documents = NEWEST.all(case=case.pk)
    sendings: dict[int, list[Dispatch]] = {document.pk: [] for document in documents}
    for sending in SENDINGS_OF_NEWEST.all(case=case.pk) if documents else ():
        if sending.document_id in sendings:  # a paper that came in between is on the next page
            sendings[sending.document_id].append(sending)
    for document in documents:
        document.__dict__["sendings"] = sendings[document.pk]
    return documents


def titled(documents: QuerySet[Document], words: str) -> QuerySet[Document]:
    """Those with every word in the title, in any order."""
    for word in clean(words)[:LONGEST_SEARCH].split():
        documents = documents.filter(title__icontains=word)
    return documents


def version_to_read(
    document: Document, actor: Actor, number: int | None, *, now: datetime
) -> DocumentVersion:
    """The version ``actor`` may read: staff any of them, a citizen the one that was sent to them
    (or that they sent in); 404 for every other.

    PermissionDenied where the letter has an address on it that is protected from ``actor``.
    """
    versions = document.versions.select_related("file")
    if actor.kind is ActorKind.CITIZEN and document.status != Status.RECEIVED:
        sent = document.dispatches.filter(
            party__person_id__in=actor.represents, sent_at__isnull=False
        ).order_by("-sent_at")
        versions = versions.filter(pk__in=sent.values("version")[:1])
    elif number is not None:
        versions = versions.filter(number=number)
    found = versions.order_by("-number").first()
    if found is None:
        raise Http404
    if _shows_protected_address(found, document, actor, now):
        raise PermissionDenied(
            _("På brevet står en beskyttet adresse. Bed en kollega, der må se den, om at åbne det.")
        )
    return found


def _shows_protected_address(
    version: DocumentVersion, document: Document, actor: Actor, now: datetime
) -> bool:
    """A letter on paper to a protected address has it in its window (CPR-loven § 28). A parent
    who acts for the child has no right to the child's.
    """
    person = document.party.person if document.party else None
    lines = version.source.get("recipient", ()) if version.source else ()
    if person is None or len(lines) < 2 or person.pk == actor.person_id:
        return False
    hidden = is_protected(person.address_protected_until, local_day(now))
    return hidden and not actor.can(Capability.SEE_PROTECTED_ADDRESS)


def complaint_until(case: Case) -> date | None:
    """The last day to complain of the case's latest decision, counted from its real sending;
    None while none is sent, or when all was granted.
    """
    latest = LATEST_COMPLAINT.first(case=case.pk)
    return latest.complaint_until if latest else None


def _of(actor: Actor, visible: QuerySet[Case]) -> QuerySet[Document]:
    documents = Document.objects.filter(case__in=visible, taken_out_at=None)
    if actor.kind is not ActorKind.CITIZEN:
        return documents
    sent = Dispatch.objects.filter(
        party__person_id__in=actor.represents, sent_at__isnull=False
    ).values("document")
    own = Q(status=Status.RECEIVED) & (
        Q(created_by_id=actor.id) | Q(party__person_id__in=actor.represents)
    )
    return documents.filter(own | Q(pk__in=sent))
