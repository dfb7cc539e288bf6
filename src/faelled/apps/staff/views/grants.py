"""Rights under four eyes: propose, approve, return, change, withdraw."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faelled.apps.staff.forms import refused, typed
from faelled.apps.staff.grant_forms import as_proposed, grant_form, return_form
from faelled.apps.staff.queries import open_proposals, visible_staff, visible_to
from faelled.base.access.actor import Actor
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.base.people import actions
from faelled.base.people.actions.grants import may_propose
from faelled.base.people.grants import deciders_of, may_decide, words_of
from faelled.base.people.models import GrantKind, GrantProposal, GrantState
from faelled.casework.cases.errors import CaseError

PAGE = 50
NO = (CaseError, ValueError, PermissionError)


@access(who="employee", purpose="administration")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: ActorRequest, uuid: UUID, kind: str) -> HttpResponse:
    """A right for somebody; it waits for a second person."""
    now, actor = timezone.now(), request.actor
    employee = get_object_or_404(visible_staff(actor, now=now), uuid=uuid)
    if kind not in GrantKind.values or not may_propose(actor, employee, now):
        raise Http404
    form = grant_form(GrantKind(kind), employee, actor, now=now)
    context: dict[str, object] = {"back": "staff:employee", "back_uuid": employee.uuid}
    if request.method == "POST":
        try:
            terms = typed(form, request.POST, now=now)
            reason = str(terms.pop("reason"))
            proposal = actions.propose_grant(
                employee, GrantKind(kind), terms=terms, reason=reason, by=actor, now=now
            )
        except NO as refusal:
            return refused(request, form, refusal, context)
        messages.success(request, _("Forslaget venter på, at en anden godkender det."))
        return redirect("staff:grant", uuid=proposal.uuid)
    return render(request, "staff/form.html", context | {"form": form})


@access(who="employee", purpose="administration")
@require_safe
def grants(request: ActorRequest) -> HttpResponse:
    """What waits, the oldest first."""
    now, actor = timezone.now(), request.actor
    page = Paginator(open_proposals(actor, now=now), PAGE).get_page(request.GET.get("side"))
    rows = [(row, words_of(row)) for row in page.object_list]
    return render(request, "staff/grants.html", {"page": page, "rows": rows})


@access(who="employee", purpose="administration")
@require_safe
def grant(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One proposal: what, why, by whom, who can decide, and the reader's own buttons."""
    now, actor = timezone.now(), request.actor
    proposal = get_object_or_404(visible_to(actor, now=now), uuid=uuid)
    waits = proposal.state == GrantState.WAITING
    mine = may_propose(actor, proposal.employee, now)
    context = {
        "proposal": proposal,
        "words": words_of(proposal),
        "deciders": deciders_of(proposal, now) if waits else [],
        "waits": waits,
        "may_decide": waits and may_decide(actor, proposal, now),
        "may_withdraw": mine and proposal.state in {GrantState.WAITING, GrantState.RETURNED},
        "may_change": mine and proposal.state == GrantState.RETURNED,
    }
    return render(request, "staff/grant.html", context)


Decision = Callable[[GrantProposal, Actor, datetime], GrantProposal]
DECISIONS: Mapping[str, tuple[Decision, str | Promise]] = {
    "godkend": (
        lambda row, by, now: actions.approve_grant(row, by=by, now=now),
        gettext_lazy("Rettigheden er givet og gælder nu."),
    ),
    "traek-tilbage": (
        lambda row, by, now: actions.withdraw_grant(row, by=by, now=now),
        gettext_lazy("Forslaget er trukket tilbage."),
    ),
}


@access(who="employee", purpose="administration")
@require_POST
def decide(request: ActorRequest, uuid: UUID, decision: str) -> HttpResponse:
    """Approve, or withdraw."""
    now, actor = timezone.now(), request.actor
    proposal = get_object_or_404(visible_to(actor, now=now), uuid=uuid)
    if decision not in DECISIONS:
        raise Http404
    act, done = DECISIONS[decision]
    try:
        act(proposal, actor, now)
    except NO as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(done))
    return redirect("staff:grant", uuid=proposal.uuid)


@access(who="employee", purpose="administration")
@require_http_methods(["GET", "HEAD", "POST"])
def return_it(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Back to who proposed it, with a comment."""
    now, actor = timezone.now(), request.actor
    proposal = get_object_or_404(visible_to(actor, now=now), uuid=uuid)
    if not may_decide(actor, proposal, now):
        raise Http404
    form = return_form()
    context: dict[str, object] = {"back": "staff:grant", "back_uuid": proposal.uuid}
    if request.method == "POST":
        try:
            comment = str(typed(form, request.POST, now=now)["comment"])
            actions.return_grant(proposal, comment=comment, by=actor, now=now)
        except NO as refusal:
            return refused(request, form, refusal, context)
        messages.success(request, _("Forslaget er sendt tilbage."))
        return redirect("staff:grant", uuid=proposal.uuid)
    return render(request, "staff/form.html", context | {"form": form})


@access(who="employee", purpose="administration")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """A returned proposal, put right."""
    now, actor = timezone.now(), request.actor
    proposal = get_object_or_404(visible_to(actor, now=now), uuid=uuid)
    if not may_propose(actor, proposal.employee, now):
        raise Http404
    form = grant_form(GrantKind(proposal.kind), proposal.employee, actor, now=now)
    context: dict[str, object] = {"back": "staff:grant", "back_uuid": proposal.uuid}
    if request.method == "POST":
        try:
            terms = typed(form, request.POST, now=now)
            reason = str(terms.pop("reason"))
            actions.change_grant(proposal, terms=terms, reason=reason, by=actor, now=now)
        except NO as refusal:
            return refused(request, form, refusal, context)
        messages.success(request, _("Forslaget venter igen på godkendelse."))
        return redirect("staff:grant", uuid=proposal.uuid)
    return render(request, "staff/form.html", context | {"form": as_proposed(form, proposal)})
