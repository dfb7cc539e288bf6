"""Doing a step: its form, its live fields, and the way back from a refusal."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.actions import execute
from faelled.casework.cases.errors import CaseError, DataRefused
from faelled.casework.cases.forms import (
    answers_from_post,
    refused_form,
    step_form,
    step_from_post,
    with_pressed_rows,
)
from faelled.casework.cases.looks import log_look
from faelled.casework.cases.models import Case
from faelled.casework.cases.paper_form import DAY, PAPER
from faelled.casework.cases.queries import get_to_act_in, get_visible
from faelled.casework.cases.rows import party_name


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: ActorRequest, uuid: UUID, event_id: str) -> HttpResponse:
    """The form of one step; what is refused comes back with what was typed."""
    now, actor = timezone.now(), request.actor
    if request.method == "POST":
        return do_step(request, get_to_act_in(actor, uuid, now=now), event_id)
    case = get_visible(actor, uuid, now=now)
    log_look(actor, case, page="cases:step", now=now)
    raw = {DAY: [request.GET[PAPER]]} if PAPER in request.GET else None
    form = step_form(case, event_id, by=actor, now=now, raw=raw)
    return render(request, "cases/step.html", page_of(request, case) | {"form": form, "now": now})


def do_step(request: ActorRequest, case: Case, event_id: str) -> HttpResponse:
    """Try the step; back to the case when it is done, to the form when it is not."""
    now, actor = timezone.now(), request.actor
    answers, errors = answers_from_post(request, case, event_id, by=actor, now=now)
    try:
        if errors:
            raise DataRefused(_("En fil kunne ikke modtages. Se ved feltet."), errors)
        asked = step_from_post(request, case, event_id, answers, now=now)
        done = execute(case, asked, by=actor, now=now)
    except CaseError as refusal:
        case = get_visible(actor, case.uuid, now=now)
        log_look(actor, case, page="cases:step", now=now)
        form = refused_form(case, event_id, refusal, answers, by=actor, now=now)
        context = page_of(request, case) | {"form": form, "now": now}
        return render(request, "cases/step.html", context, status=422)
    messages.success(request, _("Udført: %(step)s") % {"step": done.label})
    return redirect("cases:case", uuid=case.uuid)


@access(who="employee", purpose="case-work")
@require_POST
def step_fields(request: ActorRequest, uuid: UUID, event_id: str) -> HttpResponse:
    """What comes, goes or is required as the answers stand: only that is put anew on the page."""
    now, actor = timezone.now(), request.actor
    case = get_visible(actor, uuid, now=now)
    log_look(actor, case, page="cases:step_fields", now=now)
    posted = dict(request.POST.lists())
    raw = with_pressed_rows(case, event_id, posted)
    form = step_form(case, event_id, by=actor, now=now, raw=raw)
    if request.htmx:
        rows = form.changed(posted)
        context = {"rows": rows, "form": form, "swap": True}
        return render(request, "cases/_step_fields.html", context)
    return render(request, "cases/step.html", page_of(request, case) | {"form": form, "now": now})


def page_of(request: ActorRequest, case: Case) -> dict[str, object]:
    """What the heading of a step's page says about the case."""
    return {"case": case, "party": party_name(case, request.actor, now=timezone.now())}
