"""The letter of an approval or of a chain, opened by the leader who is asked."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from faelled.apps.decisions.chains.queries import get_chain
from faelled.apps.decisions.letters import letter_of_chain, letter_to_answer
from faelled.apps.decisions.rows import subjects_of
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest
from faelled.base.files.serving import FileDamagedError, serve
from faelled.casework.documents.models import DocumentVersion


@access(who="employee", purpose="leadership")
@require_safe
def letter(
    request: ActorRequest, uuid: UUID, event_id: str, document: UUID, number: int
) -> HttpResponse:
    """The letter that an approval of one's own is about."""
    now, actor = timezone.now(), request.actor
    case, version = letter_to_answer(actor, uuid, event_id, document, number, now=now)
    subjects = [*subjects_of([case]), version.document.ref]
    log_read(actor, subjects=subjects, page="decisions:letter", now=now)
    return _served(request, version)


@access(who="employee", purpose="leadership")
@require_safe
def chain_letter(request: ActorRequest, uuid: UUID, document: UUID, number: int) -> HttpResponse:
    """The letter that a chain is about, for those who have a part in it."""
    now, actor = timezone.now(), request.actor
    chain = get_chain(actor, uuid, now=now)
    version = letter_of_chain(chain, actor, document, number, now=now)
    subjects = [chain.ref, *subjects_of([version.document.case]), version.document.ref]
    log_read(actor, subjects=subjects, page="decisions:chain_letter", now=now)
    return _served(request, version)


def _served(request: ActorRequest, version: DocumentVersion) -> HttpResponse:
    try:
        return serve(version.file)
    except FileDamagedError as error:
        return render(request, "documents/damaged.html", {"text": str(error)}, status=500)
