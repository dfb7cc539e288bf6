"""Ordering: from a case, from a paper in it, from an earlier order, or freely."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from faelled.apps.orders.actions import place_order
from faelled.apps.orders.forms import OrderForm, copied, papers_of, read_order
from faelled.apps.orders.page import asked_text
from faelled.apps.orders.queries import get_visible
from faelled.apps.orders.recipients import directory
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases import queries as cases
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.forms import posted_key
from faelled.casework.cases.looks import log_look
from faelled.casework.cases.models import Case
from faelled.casework.cases.small_forms import errors_of
from faelled.lib.dcr import Marking

# What is chosen until somebody chooses otherwise: as few as possible see it.
NARROWEST: Mapping[str, Sequence[str]] = {
    "visibility": ["recipient"],
    "finalises_itself": ["false"],
}


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def new_order(request: ActorRequest) -> HttpResponse:
    """The form of a new order; what is refused comes back with what was typed."""
    now, actor = timezone.now(), request.actor
    source = source_of(request)
    papers = papers_of(source, actor, now=now)
    form = OrderForm(directory(actor, now=now), source, papers)
    if request.method == "POST" and "more" in request.POST:
        return show(request, form.filled(request.POST, {}))
    if request.method == "POST":
        try:
            asked = read_order(form, request.POST, key=UUID(posted_key(request)), now=now)
            orders = place_order(asked, by=actor, now=now)
        except CaseError as refusal:
            return show(request, form.filled(request.POST, errors_of(refusal)), status=422)
        sent = ngettext("Bestillingen er sendt.", "%(count)d bestillinger er sendt.", len(orders))
        messages.success(request, sent % {"count": len(orders)})
        return redirect("orders:order", uuid=orders[0].uuid)
    return show(request, prefilled(request, form))


def show(request: ActorRequest, form: OrderForm, status: int = 200) -> HttpResponse:
    if form.source is not None:
        log_look(request.actor, form.source, page="orders:new", now=timezone.now())
    return render(request, "orders/new.html", {"form": form}, status=status)


def source_of(request: ActorRequest) -> Case | None:
    """The case that the order is made from: ``?sag=<uuid>``; 404 for one that is not seen."""
    uuid = asked_uuid(request, "sag")
    if uuid is None:
        return None
    case = cases.get_visible(request.actor, uuid, now=timezone.now())
    if not cases.works_on(request.actor, case, now=timezone.now()):
        raise Http404
    return case


def prefilled(request: ActorRequest, form: OrderForm) -> OrderForm:
    """A copy of an earlier order (``?kopi=<uuid>``), or a paper chosen (``?dokument=<uuid>``)."""
    copy, paper = asked_uuid(request, "kopi"), asked_uuid(request, "dokument")
    if copy is not None:
        now = timezone.now()
        order = get_visible(request.actor, copy, now=now)
        log_look(request.actor, order.case, page="orders:new", now=now)
        return copied(order, form, asked_text(Marking.from_json(order.case.marking)))
    if paper is not None:
        return replace(form, typed={**NARROWEST, "papers": [str(paper)]})
    return replace(form, typed=NARROWEST)


def asked_uuid(request: ActorRequest, name: str) -> UUID | None:
    text = request.GET.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None
