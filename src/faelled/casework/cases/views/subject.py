"""Changing what a case is about."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.actions import change_subject
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.looks import log_look
from faelled.casework.cases.models import Case
from faelled.casework.cases.placing import shown_placement
from faelled.casework.cases.queries import get_visible
from faelled.casework.cases.small_forms import errors_of
from faelled.casework.cases.subject_page import subject_page
from faelled.lib.dates import local_day


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def subject(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Find a subject by number or words in the plan, and give it to the case."""
    now, actor = timezone.now(), request.actor
    case = get_visible(actor, uuid, now=now)
    if request.method != "POST":
        return choose_subject(request, case)
    chosen = {name: request.POST.get(name, "") for name in ("subject", "facet")}
    try:
        change_subject(case, by=actor, now=now, **chosen)
    except CaseError as refusal:
        return choose_subject(request, case, refusal)
    messages.success(request, _("Sagens emne er gemt."))
    return redirect("cases:case", uuid=case.uuid)


def choose_subject(
    request: ActorRequest, case: Case, refusal: CaseError | None = None
) -> HttpResponse:
    """The form, with what was sought and chosen; htmx gets the found subjects alone."""
    now = timezone.now()
    today = local_day(now)
    log_look(request.actor, case, page="cases:subject", now=now)
    asked = (request.POST if refusal else request.GET).dict()
    context = {
        "case": case,
        "page": subject_page(case, asked, today=today),
        "placement": shown_placement(case, now_on=today),
        "errors": errors_of(refusal) if refusal else {},
    }
    template = "cases/_subjects.html" if request.htmx else "cases/subject.html"
    return render(request, template, context, status=422 if refusal else 200)
