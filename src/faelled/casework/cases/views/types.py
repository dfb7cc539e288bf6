"""Putting processes to use: which unit has which kind of case."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faelled.base.access.actor import Capability
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import CaseType
from faelled.casework.cases.small_forms import read
from faelled.casework.cases.type_forms import case_type_form, use_from
from faelled.casework.cases.views.work import again


@access(who="employee", purpose="administration", capability=Capability.PUBLISH_PROCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def case_types(request: ActorRequest) -> HttpResponse:
    """The kinds of case in use, and a form to put another to use."""
    now, actor = timezone.now(), request.actor
    form = case_type_form(actor)
    rows = CaseType.objects.filter(authority_id=actor.authority_id)
    context: dict[str, object] = {
        "form": form,
        "rows": rows.select_related("process", "unit").order_by("process__title", "unit__name"),
    }
    if request.method == "POST":
        try:
            use_from(read(form, request.POST, now=now), by=actor, now=now)
        except CaseError as refusal:
            return again(request, "cases/types.html", form, refusal, context)
        messages.success(request, _("Processen er taget i brug."))
        return redirect("cases:types")
    return render(request, "cases/types.html", context)
