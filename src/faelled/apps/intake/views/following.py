"""My cases, one of them, who has looked at it, and the receipt of a step."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from faelled.apps.intake.case_view import case_view
from faelled.apps.intake.mine import my_cases
from faelled.apps.intake.party import looks_at
from faelled.apps.intake.queries import open_applications
from faelled.apps.intake.receipts import get_own_step, receipt_of, receipt_pdf
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.looks import log_look, subjects_of
from faelled.casework.cases.queries import get_visible
from faelled.casework.documents.pdf import PdfError


@access(who="citizen", purpose="self-service")
@require_safe
def my_cases_page(request: ActorRequest) -> HttpResponse:
    """What I have going with the authority, and what I am waited for."""
    now, actor = timezone.now(), request.actor
    page, cards = my_cases(actor, request.GET.get("side"), now=now)
    begun = list(open_applications(actor)) if page.number == 1 else []
    if shown := {subject for card in cards for subject in subjects_of(card.case)}:
        log_read(actor, subjects=sorted(shown), page="intake:mine", now=now)
    context = {"page": page, "cards": cards, "begun": begun, "now": now}
    return render(request, "intake/my_cases.html", context)


@access(who="citizen", purpose="self-service")
@require_safe
def case_page(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One case: what I can do, what runs, what has happened, my letters, who has looked."""
    now, actor = timezone.now(), request.actor
    case = get_visible(actor, uuid, now=now)
    log_look(actor, case, page="intake:case", now=now)
    view = case_view(case, actor, now=now)
    return render(request, "intake/case.html", {"view": view, "case": case, "now": now})


@access(who="citizen", purpose="self-service")
@require_safe
def looks(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Every look-up in the case: unit, day and purpose."""
    now = timezone.now()
    case = get_visible(request.actor, uuid, now=now)
    log_look(request.actor, case, page="intake:looks", now=now)
    return render(request, "intake/looks.html", {"case": case, "looks": looks_at(case)})


@access(who="citizen", purpose="self-service")
@require_safe
def receipt(request: ActorRequest, uuid: UUID, seq: int) -> HttpResponse:
    """It is sent: the case's number, what happens now, and the receipt to keep."""
    now, actor = timezone.now(), request.actor
    case = get_visible(actor, uuid, now=now)
    step = get_own_step(case, seq, actor)
    log_look(actor, case, page="intake:receipt", now=now)
    context = {"case": case, "receipt": receipt_of(case, step, actor, now=now), "now": now}
    return render(request, "intake/receipt.html", context)


@access(who="citizen", purpose="self-service")
@require_safe
def receipt_file(request: ActorRequest, uuid: UUID, seq: int) -> HttpResponse:
    """The receipt as PDF."""
    now, actor = timezone.now(), request.actor
    case = get_visible(actor, uuid, now=now)
    step = get_own_step(case, seq, actor)
    log_look(actor, case, page="intake:receipt_pdf", now=now)
    try:
        data = receipt_pdf(case, receipt_of(case, step, actor, now=now), now=now)
    except PdfError:
        messages.error(request, _("Kvitteringen kan ikke laves som PDF lige nu. Den står her."))
        return redirect("intake:receipt", uuid=uuid, seq=seq)
    name = f"kvittering-{case.number}-{seq}.pdf"
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": disposition}
    )
