"""Ending what let somebody into one case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases import actions
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.looks import log_look
from faelled.casework.cases.queries import get_visible
from faelled.casework.cases.small_forms import end_access_form
from faelled.casework.cases.views.work import again


@access(who="employee", purpose="case-work")
@require_http_methods(["GET", "HEAD", "POST"])
def end_access(request: ActorRequest, uuid: UUID, row: int) -> HttpResponse:
    """Let one employee or unit out, when it has been read who."""
    now, actor = timezone.now(), request.actor
    case = get_visible(actor, uuid, now=now)
    let_in = get_object_or_404(case.assignments.select_related("employee", "unit"), pk=row)
    form = end_access_form(let_in.name)
    if request.method == "POST":
        try:
            actions.let_out(
                case,
                source=let_in.source,
                employee=let_in.employee,
                unit=let_in.unit,
                by=actor,
                now=now,
            )
        except CaseError as refusal:
            return again(request, "cases/small_form.html", form, refusal, {"case": case})
        messages.success(request, _("Adgangen er afsluttet."))
        return redirect("cases:case", uuid=case.uuid)
    log_look(actor, case, page="cases:let_out", now=now)
    return render(request, "cases/small_form.html", {"form": form, "case": case})
