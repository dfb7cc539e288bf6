"""Working on a case beside its steps: open, take, assign, note, status."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from faelled.base.access.actor import Actor
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.base.people.models import Employee
from faelled.casework.cases import actions
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.forms import as_number, posted_key
from faelled.casework.cases.looks import log_look
from faelled.casework.cases.models import Case
from faelled.casework.cases.paper import first_step_on_paper
from faelled.casework.cases.paper_form import PAPER
from faelled.casework.cases.queries import get_visible
from faelled.casework.cases.small_forms import (
    CHANGES,
    SmallForm,
    errors_of,
    named,
    new_case_form,
    note_form,
    open_from,
    read,
)


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: ActorRequest) -> HttpResponse:
    """Open a case for something that came by letter, by phone or from within."""
    now, actor = timezone.now(), request.actor
    form = new_case_form(actor)
    if request.method == "POST":
        try:
            case = open_from(read(form, request.POST, now=now), by=actor, now=now)
        except CaseError as refusal:
            return again(request, "cases/new.html", form, refusal, {})
        messages.success(request, _("Sagen er åbnet."))
        return redirect(_next_page(case, request.POST.get("received", ""), by=actor, now=now))
    return render(request, "cases/new.html", {"form": form})


def _next_page(case: Case, received: str, *, by: Actor, now: datetime) -> str:
    """The case; or, for what came on paper, the step in which it is typed in."""
    step = first_step_on_paper(case, by, now=now) if received else None
    if step is None:
        return reverse("cases:case", args=[case.uuid])
    query = urlencode({PAPER: received})
    return f"{reverse('cases:step', args=[case.uuid, step.id])}?{query}"


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Write a note in the journal. The same words from the same form are the same note; who goes
    back and writes others has written one more.
    """
    now, actor = timezone.now(), request.actor
    case, form = get_visible(actor, uuid, now=now), note_form()
    if request.method == "POST":
        try:
            typed = read(form, request.POST, now=now)
            key = uuid5(UUID(posted_key(request)), f"{typed['short_text']}\n{typed['text']}")
            actions.add_note(case, by=actor, now=now, key=key, **typed)
        except CaseError as refusal:
            return again(request, "cases/small_form.html", form, refusal, {"case": case})
        messages.success(request, _("Notatet er skrevet i journalen."))
        return redirect("cases:case", uuid=case.uuid)
    log_look(actor, case, page="cases:note", now=now)
    return render(request, "cases/small_form.html", {"form": form, "case": case})


@access(who="employee", purpose="case-work")
@require_POST
def take_case(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Become the handler."""
    now, actor = timezone.now(), request.actor
    case = get_visible(actor, uuid, now=now)
    try:
        actions.take(case, by=actor, now=now)
    except CaseError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Du har fået sagen."))
    return redirect("cases:case", uuid=case.uuid)


@access(who="employee", purpose="case-work")
@require_POST
def assign_case(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Give the case to a colleague."""
    now, actor = timezone.now(), request.actor
    case = get_visible(actor, uuid, now=now)
    chosen = as_number(request.POST.get("employee", ""))
    if chosen is None:
        messages.error(request, _("Vælg en kollega."))
        return redirect("cases:case", uuid=case.uuid)
    employee = get_object_or_404(Employee, pk=chosen, authority_id=actor.authority_id)
    try:
        actions.assign(case, employee, by=actor, now=now)
    except CaseError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        said = _("%(name)s har fået sagen.") % {"name": employee.name}
        messages.success(request, said)
    return redirect("cases:case", uuid=case.uuid)


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def change_status(request: ActorRequest, uuid: UUID, change: str) -> HttpResponse:
    """Suspend, resume, close or reopen, each with its reason."""
    now, actor = timezone.now(), request.actor
    case = get_visible(actor, uuid, now=now)
    if change not in CHANGES:
        raise Http404
    form = CHANGES[change].form()
    if request.method == "POST":
        try:
            CHANGES[change].action(case, by=actor, now=now, **read(form, request.POST, now=now))
        except CaseError as refusal:
            return again(request, "cases/small_form.html", form, refusal, {"case": case})
        messages.success(request, str(CHANGES[change].said))
        return redirect("cases:case", uuid=case.uuid)
    log_look(actor, case, page="cases:status", now=now)
    return render(request, "cases/small_form.html", {"form": form, "case": case})


def again(
    request: ActorRequest,
    template: str,
    form: SmallForm,
    refusal: CaseError,
    context: dict[str, object],
) -> HttpResponse:
    """The form once more, with what was typed and what is wrong; where it names a case, the look
    is logged.
    """
    case, match = context.get("case"), request.resolver_match
    if isinstance(case, Case):
        page = match.view_name if match else template
        log_look(request.actor, case, page=page, now=timezone.now())
    errors = errors_of(refusal)
    summary = named(errors, ((field.id, field) for field in form.fields))
    context = context | {"form": form.filled(request.POST, errors), "errors": summary}
    return render(request, template, context, status=422)
