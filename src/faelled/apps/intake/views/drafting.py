"""Filling in, checking and sending: an application, or a step of a case."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from faelled.apps.intake import actions
from faelled.apps.intake.asked import event_of
from faelled.apps.intake.forms import (
    answers_to_read,
    is_complete,
)
from faelled.apps.intake.looks import log_drafts
from faelled.apps.intake.models import Draft
from faelled.apps.intake.offers import find_offer
from faelled.apps.intake.party import news_since, reasons_for_people, step_for
from faelled.apps.intake.queries import get_draft, open_applications, step_draft
from faelled.apps.intake.views.filling import check_page, closed_page, form_page, form_url, kept
from faelled.apps.intake.views.logged_out import keep_typed
from faelled.apps.intake.whom import may_apply_for
from faelled.apps.intake.whom_to_ask import missing_of, question_of, whom_for, writes_in
from faelled.base.access.actor import Actor
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.errors import CaseError, StepNotAllowed
from faelled.casework.cases.queries import get_visible, roles_in_case
from faelled.casework.processes.engines import graph_for
from faelled.lib.dcr import Explanation

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@access(who="citizen", purpose="self-service")
@require_http_methods(READ_AND_WRITE)
def choose_whom(request: ActorRequest, key: str) -> HttpResponse:
    """For whom? Then an empty form. What is already begun can be gone on with."""
    now, actor = timezone.now(), request.actor
    offer = find_offer(key, now, authority_id=actor.authority_id)
    if offer is None:
        raise Http404
    people, error = whom_for(offer.event, may_apply_for(actor, now)), ""
    if request.method == "POST":
        chosen = [c.whom for c in people if str(c.whom.person.uuid) == request.POST.get("whom")]
        try:
            if chosen:
                draft = actions.begin_application(offer, chosen[0], by=actor, now=now)
                return redirect("intake:draft", uuid=draft.uuid)
            error = missing_of(offer.event)
        except CaseError as refusal:
            error = " ".join(refusal.messages)
    begun = [d for d in open_applications(actor) if d.case_type_id == offer.case_type.pk]
    shown = sorted(f"person:{one.whom.person.uuid}" for one in people)
    log_read(actor, subjects=shown, page="intake:apply", now=now)
    question = question_of(offer.event)
    context = {
        "offer": offer,
        "people": people,
        "begun": begun,
        "error": error,
        "question": question,
        "can_write_in": writes_in(offer.event),
    }
    return render(request, "intake/choose_whom.html", context, status=422 if error else 200)


@keep_typed
@access(who="citizen", purpose="self-service")
@require_http_methods(READ_AND_WRITE)
def fill_in(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The form of an application that is begun."""
    now, actor = timezone.now(), request.actor
    draft = get_draft(actor, uuid)
    if draft.case is not None:
        return redirect("intake:step", uuid=draft.case.uuid, event_id=draft.event_id)
    if draft.became is not None:
        return _to_receipt(draft)
    try:
        if actions.bring_up_to_date(draft, by=actor, now=now):
            messages.warning(request, _("Reglerne er ændret. Dine svar er bevaret. Se dem efter."))
    except actions.OfferClosed as closed:
        return closed_page(request, draft, closed)
    return form_page(request, draft)


@keep_typed
@access(who="citizen", purpose="self-service")
@require_http_methods(READ_AND_WRITE)
def step(request: ActorRequest, uuid: UUID, event_id: str) -> HttpResponse:
    """The form of a step that the citizen can do in a case."""
    now, actor = timezone.now(), request.actor
    case = get_visible(actor, uuid, now=now)
    explained = step_for(case, event_id, actor, now=now)
    draft = step_draft(actor, case, event_id) or actions.blank_step(case, event_id)
    if request.method == "POST":
        draft = actions.begin_step(case, event_id, by=actor, now=now)
    if explained.possible:
        return form_page(request, draft)
    if request.method == "POST":
        draft = kept(request, draft, dict(request.POST.lists()))[0]
    log_drafts(actor, [draft], page="intake:step", now=now)
    context = {
        "case": case,
        "event": event_of(draft),
        "reasons": reasons_to(actor, draft, explained),
        "rows": answers_to_read(draft, by=actor, now=now) if draft.answers else [],
    }
    return render(request, "intake/not_now.html", context, status=409)


@access(who="citizen", purpose="self-service")
@require_http_methods(READ_AND_WRITE)
def check(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Each answer with its way back, and the button that sends."""
    now, actor = timezone.now(), request.actor
    draft = get_draft(actor, uuid)
    if draft.case is not None:
        get_visible(actor, draft.case.uuid, now=now)  # 404 for one who is no party any more
    if draft.became is not None:
        return _to_receipt(draft)
    try:
        changed = actions.bring_up_to_date(draft, by=actor, now=now)
        if changed or not is_complete(draft, by=actor, now=now):
            return redirect(form_url(draft))
    except actions.OfferClosed as closed:
        return closed_page(request, draft, closed)
    if request.method == "POST":
        return _send(request, draft)
    return check_page(request, draft)


@require_POST
@access(who="citizen", purpose="self-service")
def discard_draft(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Throw away what is begun."""
    draft = get_draft(request.actor, uuid)
    try:
        actions.discard(draft, by=request.actor, now=timezone.now())
        messages.success(request, _("Kladden er slettet."))
    except CaseError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    if draft.case is not None:
        return redirect("intake:case", uuid=draft.case.uuid)
    return redirect("intake:services")


def _send(request: ActorRequest, draft: Draft) -> HttpResponse:
    """Send, unless something has come from the authority that the citizen has not seen."""
    now, actor = timezone.now(), request.actor
    if draft.case is not None:
        news = news_since(draft.case, draft.seen_seq, actor, now)
        if news:
            actions.catch_up(draft, draft.case.seq, by=actor, now=now)
            return check_page(request, draft, news=news)
    try:
        actions.send(draft, by=actor, now=now)
    except StepNotAllowed as refusal:
        return check_page(request, draft, problems=reasons_to(actor, draft, refusal.explanation))
    except CaseError as refusal:
        return check_page(request, draft, problems=refusal.messages)
    return _to_receipt(get_draft(actor, draft.uuid))


def reasons_to(actor: Actor, draft: Draft, explanation: Explanation) -> tuple[str, ...]:
    """Why the draft's step is not possible, as its owner may know it."""
    if draft.case is not None:
        roles = roles_in_case(actor, draft.case, now=timezone.now())
    else:
        roles = frozenset({draft.case_type.citizen_role} if draft.case_type else ())
    return reasons_for_people(explanation, graph_for(draft.version_id), roles)


def _to_receipt(draft: Draft) -> HttpResponse:
    assert draft.became is not None
    return redirect("intake:receipt", uuid=draft.became.case.uuid, seq=draft.became.seq)
