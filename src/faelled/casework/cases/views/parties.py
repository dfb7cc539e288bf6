"""Who joins a case, and who leaves it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.actions import end_party
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.looks import log_look
from faelled.casework.cases.models import Case
from faelled.casework.cases.party_forms import add_from, end_party_form, party_form
from faelled.casework.cases.queries import get_visible
from faelled.casework.cases.small_forms import SmallForm, read
from faelled.casework.cases.views.work import again


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def add_party(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Join a person by CPR number; by POST, so that no address holds it."""
    now, actor = timezone.now(), request.actor
    case = get_visible(actor, uuid, now=now)
    form = party_form(case, actor, request.POST, now=now)
    if request.method == "POST" and "felter" in request.GET:
        return fields_again(request, case, form)
    if request.method == "POST":
        try:
            add_from(case, read(form, request.POST, now=now), by=actor, now=now)
        except CaseError as refusal:
            return again(request, "cases/small_form.html", form, refusal, {"case": case})
        messages.success(request, _("Personen er føjet til sagen."))
        return redirect("cases:case", uuid=case.uuid)
    log_look(actor, case, page="cases:party", now=now)
    return render(request, "cases/small_form.html", {"form": form, "case": case})


def fields_again(request: ActorRequest, case: Case, form: SmallForm) -> HttpResponse:
    """The fields as what has been typed so far shows and hides them."""
    log_look(request.actor, case, page="cases:party", now=timezone.now())
    template = "cases/_small_fields.html" if request.htmx else "cases/small_form.html"
    return render(request, template, {"form": form.filled(request.POST, {}), "case": case})


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: ActorRequest, uuid: UUID, party: int) -> HttpResponse:
    """A party is none from now on, with the reason."""
    now, actor = timezone.now(), request.actor
    case = get_visible(actor, uuid, now=now)
    row = get_object_or_404(case.parties.select_related("person", "company"), pk=party)
    form = end_party_form(row, actor, now=now)
    if request.method == "POST":
        try:
            end_party(row, by=actor, now=now, **read(form, request.POST, now=now))
        except CaseError as refusal:
            return again(request, "cases/small_form.html", form, refusal, {"case": case})
        messages.success(request, _("Personen er ikke længere med i sagen."))
        return redirect("cases:case", uuid=case.uuid)
    log_look(actor, case, page="cases:leave", now=now)
    return render(request, "cases/small_form.html", {"form": form, "case": case})
