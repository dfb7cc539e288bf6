"""A leader's screens: what waits, one approval, what was answered, and whom one stands in for."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from faelled.apps.decisions import queries
from faelled.apps.decisions.approvals import find_approval
from faelled.apps.decisions.forms.answer import texts_without_use
from faelled.apps.decisions.lists.answered import answered_keys, history_rows, subjects_of_history
from faelled.apps.decisions.lists.waiting import PAGE, joint_rows, subjects_of_rows, waiting_page
from faelled.apps.decisions.pages.approval import approval_context
from faelled.apps.decisions.pages.opened import opened
from faelled.apps.decisions.rows import subjects_of
from faelled.apps.decisions.substitutes import stand_in_rows
from faelled.apps.decisions.verdicts import VERDICT, Verdict, buttons
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.actions import execute
from faelled.casework.cases.errors import CaseError, DataRefused
from faelled.casework.cases.forms import (
    answers_from_post,
    refused_form,
    step_form,
    step_from_post,
)
from faelled.casework.cases.models import Case
from faelled.casework.processes.engines import graph_for
from faelled.lib.dcr import Event


@access(who="employee", purpose="leadership")
@require_safe
def waiting(request: ActorRequest) -> HttpResponse:
    """What waits for the reader, the most urgent first."""
    now, actor = timezone.now(), request.actor
    page = waiting_page(actor, request.GET.get("side"), now=now)
    rows = joint_rows(list(page.object_list), actor, now=now)
    queries.remember_count(actor, page.paginator.count)
    log_read(actor, subjects=subjects_of_rows(rows), page="decisions:waiting", now=now)
    context = {"page": page, "rows": rows, "now": now}
    context["opened"] = opened(rows, request.GET.get("aaben", ""), actor, now=now)
    template = "decisions/_waiting.html" if request.htmx else "decisions/waiting.html"
    return render(request, template, context)


@access(who="employee", purpose="leadership")
@require_safe
def answered(request: ActorRequest) -> HttpResponse:
    """What the reader has approved or returned, or a stand-in for them; newest first."""
    now, actor = timezone.now(), request.actor
    page = Paginator(answered_keys(actor, now=now), PAGE).get_page(request.GET.get("side"))
    rows = history_rows(list(page.object_list), actor, now=now)
    log_read(actor, subjects=subjects_of_history(rows), page="decisions:answered", now=now)
    context = {"page": page, "rows": rows, "now": now}
    template = "decisions/_answered.html" if request.htmx else "decisions/answered.html"
    return render(request, template, context)


@access(who="employee", purpose="leadership")
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: ActorRequest, uuid: UUID, event_id: str) -> HttpResponse:
    """One approval: read, and answer. When it is answered the same address tells how."""
    now, actor = timezone.now(), request.actor
    case, event, chain = find_approval(actor, uuid, event_id, now=now)
    if chain is not None:
        return redirect("decisions:chain", uuid=chain)
    if request.method == "POST":
        return answer(request, case, event)
    log_read(actor, subjects=subjects_of([case]), page="decisions:approval", now=now)
    form = step_form(case, event.id, by=actor, now=now)
    context = approval_context(case, event, form, actor, now=now)
    return render(request, "decisions/approval.html", context)


def answer(request: ActorRequest, case: Case, event: Event) -> HttpResponse:
    """Try the step; a refusal keeps the comment and says why, and nothing has happened."""
    now, actor = timezone.now(), request.actor
    answers, wrong = answers_from_post(request, case, event.id, by=actor, now=now)
    pressed = pressed_button(request, case, event)
    step = event
    if pressed is not None:
        step = pressed.event
        if step is not event:
            more, also_wrong = answers_from_post(request, case, step.id, by=actor, now=now)
            answers, wrong = {**answers, **more}, {**wrong, **also_wrong}
        wrong = {**texts_without_use(pressed, answers, case, now=now), **wrong}
    try:
        if wrong:
            raise DataRefused(_("Noget i dit svar kan ikke bruges. Se ved felterne."), wrong)
        execute(case, step_from_post(request, case, step.id, answers, now=now), by=actor, now=now)
    except CaseError as refusal:
        log_read(actor, subjects=subjects_of([case]), page="decisions:approval", now=now)
        form = refused_form(case, event.id, refusal, answers, by=actor, now=now)
        context = approval_context(case, event, form, actor, now=now)
        return render(request, "decisions/approval.html", context, status=422)
    queries.forget_count(actor)
    return redirect("decisions:approval", uuid=case.uuid, event_id=event.id)


def pressed_button(request: ActorRequest, case: Case, event: Event) -> Verdict | None:
    """The button that was pressed; None when the approval has no such answer."""
    value = request.POST.get(VERDICT, "")
    return next(
        (one for one in buttons(graph_for(case.version_id), event) if one.value == value), None
    )


@access(who="employee", purpose="leadership")
@require_safe
def stand_in(request: ActorRequest) -> HttpResponse:
    """Whom the reader may act for, with the hours; the choice itself is the people's room's."""
    now = timezone.now()
    context = {"rows": stand_in_rows(request.actor, now=now), "now": now}
    return render(request, "decisions/stand_in.html", context)
