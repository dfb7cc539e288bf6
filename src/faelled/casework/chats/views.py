"""The chats one is in: the list, one chat, and what is done in it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest, own_address
from faelled.casework.cases.actions import add_note
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.forms import as_number, posted_key
from faelled.casework.cases.looks import subjects_of
from faelled.casework.cases.small_forms import errors_of, note_form, read
from faelled.casework.chats import actions
from faelled.casework.chats.models import Chat
from faelled.casework.chats.page import (
    ChatPage,
    as_note,
    message_field,
    read_chat,
    works_on_case,
)
from faelled.casework.chats.queries import can_be_invited, chats_of, get_visible, membership
from faelled.casework.chats.subjects import SUBJECTS

PAGE = 50


@access(who="employee", purpose="leadership")
@require_safe
def chat_list(request: ActorRequest) -> HttpResponse:
    """The chats that the reader is in, those with something unread first."""
    now, actor = timezone.now(), request.actor
    page = Paginator(chats_of(actor, now=now), PAGE).get_page(request.GET.get("side"))
    about = {subject for chat in page if chat.case for subject in subjects_of(chat.case)}
    log_read(
        actor,
        subjects=[*(chat.ref for chat in page), *sorted(about)],
        page="chats:list",
        now=now,
    )
    return render(request, "chats/list.html", {"page": page})


@access(who="employee", purpose="leadership")
@require_safe
def chat(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One chat, read and written in."""
    now = timezone.now()
    return _chat_page(request, get_visible(request.actor, uuid, now=now))


@access(who="employee", purpose="leadership")
@require_safe
def new_messages(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """What is swapped in while one waits; 204, and no look in the log, when nothing is new."""
    now, actor = timezone.now(), request.actor
    found = get_visible(actor, uuid, now=now)
    member = membership(found, actor)
    if member is None or found.last_seq <= member.read_seq:
        return HttpResponse(status=204)
    page = _read(request, found)
    return render(request, "chats/_messages.html", {"chat_page": page})


@access(who="employee", purpose="leadership")
@require_POST
def say(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Write a message, and go back to the page it was written on."""
    now, actor = timezone.now(), request.actor
    found = get_visible(actor, uuid, now=now)
    text = request.POST.get("text", "")
    try:
        actions.say(found, text, key=posted_key(request), by=actor, now=now)
    except CaseError as refusal:
        return _chat_page(request, found, error=" ".join(refusal.messages), typed=text)
    back = own_address(request, request.POST.get("next", ""))
    return redirect(f"{back}#chat") if back else redirect("chats:chat", uuid=uuid)


@access(who="employee", purpose="leadership")
@require_POST
def invite(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Let a colleague in."""
    now, actor = timezone.now(), request.actor
    found = get_visible(actor, uuid, now=now)
    chosen = as_number(request.POST.get("employee", ""))
    if chosen is None:
        return _chat_page(request, found, invite_error=_("Vælg en kollega."))
    employee = get_object_or_404(can_be_invited(actor, found, now=now), pk=chosen)
    sees_from = found.opened_at if request.POST.get("earlier") == "true" else None
    try:
        actions.invite(found, employee, by=actor, now=now, sees_from=sees_from)
    except CaseError as refusal:
        return _chat_page(request, found, invite_error=" ".join(refusal.messages))
    messages.success(request, _("%(name)s er med i chatten.") % {"name": employee.name})
    return redirect("chats:chat", uuid=uuid)


@access(who="employee", purpose="leadership")
@require_POST
def begin(request: ActorRequest, subject: str) -> HttpResponse:
    """Begin a chat about something the reader may see, with those who belong in it."""
    now, actor = timezone.now(), request.actor
    thing = SUBJECTS.about(subject, actor, now)
    if thing is None or not thing.open:
        raise Http404
    opened = actions.open_chat(
        subject, title=thing.title, members=thing.members, case=thing.case, by=actor, now=now
    )
    return redirect("chats:chat", uuid=opened.uuid)


@access(who="employee", purpose="leadership")
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Write what was said as a note in the case's journal; the chat itself will be removed."""
    now, actor = timezone.now(), request.actor
    found = get_visible(actor, uuid, now=now)
    if found.case is None or not works_on_case(found, actor, now=now):
        raise Http404
    form, page = note_form(), _read(request, found)
    context: dict[str, object] = {"chat": found, "case": found.case}
    if request.method == "POST":
        try:
            add_note(found.case, by=actor, now=now, **read(form, request.POST, now=now))
        except CaseError as refusal:
            errors = errors_of(refusal)
            context |= {"form": form.filled(request.POST, errors), "errors": errors}
            return render(request, "chats/note.html", context, status=422)
        messages.success(request, _("Notatet er skrevet i journalen."))
        return redirect("chats:chat", uuid=uuid)
    prefilled = request.GET.copy()
    prefilled["text"] = as_note(page)
    prefilled["short_text"] = _("Drøftet i chat")
    return render(request, "chats/note.html", {**context, "form": form.filled(prefilled, {})})


def _read(request: ActorRequest, found: Chat) -> ChatPage:
    match, everything = request.resolver_match, request.GET.get("alle") == "1"
    page = read_chat(
        found,
        request.actor,
        now=timezone.now(),
        page=match.view_name if match else "chats:chat",
        everything=everything,
    )
    if page is None:
        raise Http404
    return page


def _chat_page(
    request: ActorRequest, found: Chat, *, error: str = "", typed: str = "", invite_error: str = ""
) -> HttpResponse:
    now, actor = timezone.now(), request.actor
    context = {
        "chat_page": _read(request, found),
        "chat_field": message_field(),
        "chat_error": error,
        "chat_typed": typed,
        "about": SUBJECTS.about(found.subject, actor, now),
        "colleagues": [] if found.closed else can_be_invited(actor, found, now=now),
        "invite_error": invite_error,
    }
    wrong = error or invite_error
    return render(request, "chats/chat.html", context, status=422 if wrong else 200)
