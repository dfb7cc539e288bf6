"""A code that was lost: asked for by the guest, given by a caseworker."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_POST

from faelled.apps.intake import guest_codes, guest_forms
from faelled.apps.intake.guests import contact_of
from faelled.apps.intake.models import Guest
from faelled.apps.intake.views.guests import private, where_from
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.looks import log_look
from faelled.casework.cases.queries import get_visible
from faelled.casework.cases.small_forms import errors_of, read


@access(who="anyone", purpose="self-service")
@require_http_methods(["GET", "HEAD", "POST"])
def guest_lost(request: ActorRequest) -> HttpResponse:
    """Ask for a new code; the answer is the same whatever the number is."""
    now, form = timezone.now(), guest_forms.lost_form()
    if request.method != "POST":
        return private(render(request, "intake/guest_lost.html", {"form": form}))
    try:
        number = read(form, request.POST, now=now)["number"]
    except CaseError as refusal:
        errors = errors_of(refusal)
        context = {"form": form.filled(request.POST, errors), "errors": errors}
        return private(render(request, "intake/guest_lost.html", context, status=422))
    guest_codes.ask_for_new_code(number, source=where_from(request), now=now)
    return private(render(request, "intake/guest_lost.html", {"form": form, "asked": True}))


@access(who="employee", purpose="case-work")
@require_POST
def new_code(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The new code, shown once, with the address it goes to."""
    now, actor = timezone.now(), request.actor
    case = get_visible(actor, uuid, now=now)
    try:
        code = guest_codes.give_new_code(case, by=actor, now=now)
    except CaseError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("cases:case", uuid=case.uuid)
    log_look(actor, case, page="intake:new_code", now=now)
    contact = contact_of(Guest.objects.get(case=case))
    context = {"case": case, "code": code, "contact": contact}
    response = render(request, "intake/new_code.html", context)
    add_never_cache_headers(response)
    return response
