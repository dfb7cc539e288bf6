"""The screens of a chain: one of them with its acts, the copies, those one answers for."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from faelled.apps.decisions import actions, queries
from faelled.apps.decisions.chains.errors import (
    AnswersRefused,
    ChainError,
    CommentMissing,
    MatterUnavailable,
)
from faelled.apps.decisions.chains.queries import chains_of, copies_for, get_chain
from faelled.apps.decisions.chains.rows import chain_lines, chain_subjects, copy_rows
from faelled.apps.decisions.lists.waiting import next_row
from faelled.apps.decisions.matters.esdh import document_of
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.pages.asked import answers_in, asked_fields, on_page
from faelled.apps.decisions.pages.chain import ChainPage, comment_field, read_chain
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.forms import posted_key
from faelled.casework.chats.page import chat_context

PAGE = 50
SAID = {
    "undo": gettext_lazy("Det er fortrudt."),
    "take-over": gettext_lazy("Du er nu ansvarlig."),
    "comment": gettext_lazy("Kommentaren er skrevet."),
    "read": gettext_lazy("Kopien er læst."),
}


@access(who="employee", purpose="leadership")
@require_http_methods(["GET", "HEAD", "POST"])
def chain(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One chain: read the matter, and answer. What is refused comes back with what was typed."""
    now, actor = timezone.now(), request.actor
    found = get_chain(actor, uuid, now=now)
    problems: dict[str, str | list[str]] = {}
    answers = answers_in(request.POST)
    errors: Mapping[str, str] = {}
    if request.method == "POST":
        try:
            return press(request, found)
        except AnswersRefused as refusal:
            errors = refusal.errors
            problems = on_page(errors)
        except CommentMissing as refusal:
            problems = {"comment": " ".join(refusal.messages)}
        except ChainError as refusal:
            problems = {"": [*refusal.messages]}
            found = get_chain(actor, uuid, now=now)
    page = read_chain(found, actor, now=now)
    log_read(actor, subjects=subjects_of_page(page), page="decisions:chain", now=now)
    actions.mark_seen(found, by=actor, now=now)
    context = {
        "page": page,
        "chain": found,
        "problems": problems,
        "comment": comment_field([button.event_id.split("_")[1] for button in page.buttons]),
        "typed": request.POST.get("comment", ""),
        "asked": asked_fields(found, answers, errors, now=now) if page.decides else (),
        "next": None if page.waits else next_row(actor, now),
        "now": now,
        "chat_next": request.path,
        **chat_context(found.ref, actor, now),
    }
    return render(request, "decisions/chain.html", context, status=422 if problems else 200)


def press(request: ActorRequest, found: Chain) -> HttpResponse:
    """Do what the pressed button says; ChainError when it cannot be done."""
    now, actor, post = timezone.now(), request.actor, request.POST
    event, do = post.get("event", ""), post.get("do", "")
    key, comment = posted_key(request), post.get("comment", "")
    if do == "undo":
        actions.undo(found, by=actor, now=now)
    elif do == "take-over":
        actions.take_over(found, by=actor, now=now)
    elif do == "comment":
        actions.comment_on(found, comment, key=key, by=actor, now=now)
    elif do == "read":
        actions.mark_read(found, by=actor, now=now)
    else:
        seen = post.get("seen_seq", "")
        done = actions.act(
            found,
            event,
            comment=comment,
            answers=answers_in(post),
            key=key,
            seen_seq=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
            seen_version=post.get("seen_version") or None,
            by=actor,
            now=now,
        )
        messages.success(request, done.label + ".")
    if do in SAID:
        messages.success(request, SAID[do])
    queries.forget_count(actor)
    if do == "read":
        return redirect("decisions:copies")
    return redirect("decisions:chain", uuid=found.uuid)


@access(who="employee", purpose="leadership")
@require_safe
def chain_document(request: ActorRequest, uuid: UUID, document: str) -> HttpResponse:
    """A paper of a foreign matter, fetched as it is and kept nowhere."""
    now, actor = timezone.now(), request.actor
    found = get_chain(actor, uuid, now=now)
    if found.source != "esdh":
        raise Http404
    log_read(actor, subjects=[found.ref], page="decisions:chain_document", now=now)
    try:
        paper = document_of(found, document, actor)
    except MatterUnavailable as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("decisions:chain", uuid=found.uuid)
    except ChainError as refusal:
        raise Http404 from refusal
    if paper is None:
        raise Http404
    body, kind = paper
    kind = f"{kind}; charset=utf-8" if kind == "text/plain" else kind
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = (
        "attachment" if kind == "application/octet-stream" else "inline"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@access(who="employee", purpose="leadership")
@require_safe
def copies(request: ActorRequest) -> HttpResponse:
    """The copies to read; each leaves the list when it is marked read, or after some weeks."""
    now, actor = timezone.now(), request.actor
    page = Paginator(copies_for(actor, now=now), PAGE).get_page(request.GET.get("side"))
    rows = copy_rows(page.object_list, now=now)
    subjects = chain_subjects(row.line.chain for row in rows)
    log_read(actor, subjects=subjects, page="decisions:copies", now=now)
    return render(request, "decisions/copies.html", {"page": page, "rows": rows, "now": now})


@access(who="employee", purpose="leadership")
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """The chains that the reader is the responsible of, with where each stands."""
    now, actor = timezone.now(), request.actor
    page = Paginator(chains_of(actor), PAGE).get_page(request.GET.get("side"))
    lines = chain_lines(page.object_list, now=now)
    subjects = chain_subjects(line.chain for line in lines)
    log_read(actor, subjects=subjects, page="decisions:mine", now=now)
    return render(request, "decisions/mine.html", {"page": page, "lines": lines, "now": now})


def subjects_of_page(page: ChainPage) -> list[str]:
    """What the page has shown, for the log of look-ups."""
    return [page.chain.ref, *(page.matter.subjects if page.matter else ())]
