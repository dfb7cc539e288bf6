"""One order: its page, and its steps."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faelled.apps.orders import actions
from faelled.apps.orders.models import Order
from faelled.apps.orders.page import draft_file, order_page
from faelled.apps.orders.queries import forget_count, get_visible
from faelled.apps.orders.recipients import colleagues
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.base.files.serving import FileDamagedError, serve
from faelled.casework.cases.actions import execute
from faelled.casework.cases.errors import CaseError, DataRefused
from faelled.casework.cases.forms import (
    StepForm,
    answers_from_post,
    refused_form,
    step_form,
    step_from_post,
)
from faelled.casework.cases.looks import log_look
from faelled.casework.cases.queries import works_on


@access(who="employee", purpose="case-work")
@require_safe
def order_detail(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """What is asked, the answer, and what the reader can do now."""
    now, actor = timezone.now(), request.actor
    order = get_visible(actor, uuid, now=now)
    log_look(actor, order.case, page="orders:order", now=now)
    page = order_page(order, actor, now=now)
    return render(request, "orders/order.html", {"page": page, "order": order, "now": now})


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: ActorRequest, uuid: UUID, event_id: str) -> HttpResponse:
    """A step of the order: the same step as on its case, with a way back to the order."""
    now, actor = timezone.now(), request.actor
    order = get_visible(actor, uuid, now=now)
    if not works_on(actor, order.case, now=now):
        raise Http404
    if request.method == "POST":
        return do_step(request, order, event_id)
    return show(request, order, step_form(order.case, event_id, by=actor, now=now))


@access(who="employee", purpose="case-work")
@require_POST
def open_source(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Let who has the order read the case that it was made from."""
    now, actor = timezone.now(), request.actor
    order = get_visible(actor, uuid, now=now)
    try:
        actions.open_source(order, by=actor, now=now)
    except CaseError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("De kan læse sagen, indtil bestillingen er slut."))
    return redirect("orders:order", uuid=order.uuid)


@access(who="employee", purpose="case-work")
@require_safe
def draft(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The file that lies ready as the answer, for who writes it."""
    now, actor = timezone.now(), request.actor
    order = get_visible(actor, uuid, now=now)
    file = draft_file(order, actor, now=now)
    if file is None:
        raise Http404
    log_look(actor, order.case, page="orders:draft", now=now)
    try:
        return serve(file)
    except FileDamagedError as error:
        return render(request, "documents/damaged.html", {"text": str(error)}, status=500)


def do_step(request: ActorRequest, order: Order, event_id: str) -> HttpResponse:
    """Try the step; what is refused comes back with what was typed."""
    now, actor = timezone.now(), request.actor
    answers, errors = answers_from_post(request, order.case, event_id, by=actor, now=now)
    try:
        if errors:
            raise DataRefused(_("En fil kunne ikke modtages. Se ved feltet."), errors)
        asked = step_from_post(request, order.case, event_id, answers, now=now)
        done = execute(order.case, asked, by=actor, now=now)
    except CaseError as refusal:
        form = refused_form(order.case, event_id, refusal, answers, by=actor, now=now)
        return show(request, order, form, status=422)
    forget_count(actor)
    messages.success(request, _("Udført: %(step)s") % {"step": done.label})
    return redirect("orders:order", uuid=order.uuid)


def show(request: ActorRequest, order: Order, form: StepForm, status: int = 200) -> HttpResponse:
    now, actor = timezone.now(), request.actor
    log_look(actor, order.case, page="orders:step", now=now)
    names = colleagues(actor, now=now).labels if form.event.id == "pass_on" else []
    context = {"order": order, "case": order.case, "form": form, "names": names, "now": now}
    return render(request, "orders/step.html", context, status=status)
