"""A case's documents: the list, one document, and what can be done with it."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.base.files.serving import FileDamagedError, serve
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.looks import log_look
from faelled.casework.cases.queries import get_visible as get_visible_case
from faelled.casework.cases.queries import works_on
from faelled.casework.cases.views.work import again
from faelled.casework.documents import actions, forms
from faelled.casework.documents.models import Document
from faelled.casework.documents.page import document_page
from faelled.casework.documents.panel import rows_of
from faelled.casework.documents.queries import get_visible, listed_of_case, titled, version_to_read

PAGE = 50
CHANGES: Mapping[str, tuple[Callable[..., object], Promise]] = {
    "laas": (actions.lock, later("Dokumentet er låst. Kun du kan ændre det.")),
    "laas-op": (actions.unlock, later("Dokumentet er låst op.")),
    "faerdig": (actions.finalise, later("Dokumentet er gjort færdigt.")),
}


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def case_documents(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Every document of the case, newest first; by POST those with some words in the title, for a
    title may hold a name, which no address does.
    """
    now, actor = timezone.now(), request.actor
    case = get_visible_case(actor, uuid, now=now)
    log_look(actor, case, page="documents:list", now=now)
    words = request.POST.get("q", "").strip()
    documents = titled(listed_of_case(case, actor, now=now), words)
    found = Paginator(documents, PAGE).get_page(request.GET.get("side"))
    context = {
        "case": case,
        "page": found,
        "rows": rows_of(list(found)),
        "words": words,
        "found": found.paginator.count,
        "works_here": works_on(actor, case, now=now),
    }
    return render(request, "documents/list.html", context)


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def new_document(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Put a paper in the case."""
    now, actor = timezone.now(), request.actor
    case, form = get_visible_case(actor, uuid, now=now), forms.upload_form()
    if request.method == "POST":
        try:
            documents = forms.upload_from(request, case, by=actor, now=now)
        except CaseError as refusal:
            return again(request, "documents/form.html", form, refusal, {"case": case})
        if len(documents) > 1:
            messages.success(request, _("Dokumenterne ligger i sagen."))
            return redirect("documents:list", uuid=case.uuid)
        messages.success(request, _("Dokumentet ligger i sagen."))
        return redirect("documents:document", uuid=documents[0].uuid)
    log_look(actor, case, page="documents:new", now=now)
    return render(request, "documents/form.html", {"form": form, "case": case})


@access(who="employee", purpose="case-work")
@require_safe
def document_detail(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One document: its versions, what was sent, and what can be done."""
    now, actor = timezone.now(), request.actor
    document = get_visible(actor, uuid, now=now)
    _log(request, document, "documents:document")
    page = document_page(document, actor, now=now)
    return render(request, "documents/document.html", {"page": page, "document": document})


@access(who="employee", purpose="case-work")
@require_safe
def download(request: ActorRequest, uuid: UUID, number: int) -> HttpResponse:
    """One version as a file."""
    document = get_visible(request.actor, uuid, now=timezone.now())
    return _file(request, document, number)


@access(who="citizen", purpose="self-service")
@require_safe
def own_document(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """A letter to the citizen, or a paper of theirs, as a file."""
    document = get_visible(request.actor, uuid, now=timezone.now())
    return _file(request, document, None)


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def new_version(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The next version of a draft."""
    now, actor = timezone.now(), request.actor
    document = get_visible(actor, uuid, now=now)
    form = forms.version_form(document)
    context: dict[str, object] = {"case": document.case, "document": document}
    if request.method == "POST":
        try:
            forms.version_from(request, document, by=actor, now=now)
        except CaseError as refusal:
            return again(request, "documents/form.html", form, refusal, context)
        messages.success(request, _("Den nye udgave er gemt."))
        return redirect("documents:document", uuid=document.uuid)
    _log(request, document, "documents:version")
    return render(request, "documents/form.html", {"form": form, **context})


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Send a final document to a party of the case."""
    now, actor = timezone.now(), request.actor
    document = get_visible(actor, uuid, now=now)
    form = forms.send_form(document, document.case, actor, now=now)
    context: dict[str, object] = {"case": document.case, "document": document}
    if request.method == "POST":
        try:
            forms.send_from(request, document, form, by=actor, now=now)
        except CaseError as refusal:
            return again(request, "documents/form.html", form, refusal, context)
        messages.success(request, _("Dokumentet er på vej."))
        return redirect("documents:document", uuid=document.uuid)
    _log(request, document, "documents:send")
    return render(request, "documents/form.html", {"form": form, **context})


@access(who="employee", purpose="case-work")
@require_POST
def change(request: ActorRequest, uuid: UUID, change: str) -> HttpResponse:
    """Lock, unlock or make final."""
    now, actor = timezone.now(), request.actor
    document = get_visible(actor, uuid, now=now)
    if change not in CHANGES:
        raise Http404
    action, said = CHANGES[change]
    try:
        action(document, by=actor, now=now)
    except CaseError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, str(said))
    return redirect("documents:document", uuid=document.uuid)


@access(who="employee", purpose="case-work")
@require_POST
def remove(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Remove a draft."""
    now, actor = timezone.now(), request.actor
    document = get_visible(actor, uuid, now=now)
    try:
        actions.remove_draft(document, by=actor, now=now)
    except CaseError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("documents:document", uuid=document.uuid)
    messages.success(request, _("Udkastet er slettet."))
    return redirect("cases:case", uuid=document.case.uuid)


def _file(request: ActorRequest, document: Document, number: int | None) -> HttpResponse:
    version = version_to_read(document, request.actor, number, now=timezone.now())
    _log(request, document, "documents:file")
    try:
        return serve(version.file)
    except FileDamagedError as error:
        return render(request, "documents/damaged.html", {"text": str(error)}, status=500)


def _log(request: ActorRequest, document: Document, page: str) -> None:
    also = [document.ref]
    log_look(request.actor, document.case, page=page, now=timezone.now(), also=also)
