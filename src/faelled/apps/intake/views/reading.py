"""What anybody may read: what can be applied for, and the guidance."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from faelled.apps.intake.guides import guide, guide_to, guides
from faelled.apps.intake.offers import find_offer, offers
from faelled.apps.intake.paper import paper_form
from faelled.apps.intake.queries import open_applications
from faelled.base.access.actor import ActorKind
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.casework.documents.pdf import PdfError


@access(who="anyone", purpose="self-service")
@require_safe
def services(request: ActorRequest) -> HttpResponse:
    """Everything that can be applied for here; for a citizen also what they have begun."""
    now = timezone.now()
    begun = list(open_applications(request.actor))
    found = offers(now, authority_id=request.actor.authority_id)
    context = {"offers": found, "guides": guides(), "begun": begun, "now": now}
    return render(request, "intake/services.html", context)


@access(who="anyone", purpose="self-service")
@require_safe
def service(request: ActorRequest, key: str) -> HttpResponse:
    """One service in plain words: what it is, what to have ready, how long it takes, the law."""
    now = timezone.now()
    offer = find_offer(key, now, authority_id=request.actor.authority_id)
    if offer is None:
        raise Http404
    context = {
        "offer": offer,
        "questions": offer.questions(now),
        "guide": guide_to(offer.key),
        "may_apply": request.actor.kind in (ActorKind.CITIZEN, ActorKind.ANONYMOUS),
    }
    return render(request, "intake/service.html", context)


@access(who="anyone")
@require_safe
def paper(request: ActorRequest, key: str) -> HttpResponse:
    """The empty form to print: the same questions, for whoever cannot or will not log in."""
    now = timezone.now()
    offer = find_offer(key, now, authority_id=request.actor.authority_id)
    if offer is None:
        raise Http404
    disposition = content_disposition_header(True, f"{offer.key}.pdf") or "attachment"
    try:
        data = paper_form(offer, now=now)
    except PdfError:
        messages.error(request, _("Formularen kan ikke laves lige nu. Prøv igen om lidt."))
        return redirect("intake:service", key=key)
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": disposition}
    )


@access(who="anyone")
@require_safe
def guide_list(request: ActorRequest) -> HttpResponse:
    return render(request, "intake/guide_list.html", {"guides": guides()})


@access(who="anyone")
@require_safe
def guide_page(request: ActorRequest, id: str) -> HttpResponse:
    page = guide(id)
    if page is None:
        raise Http404
    offer = find_offer(page.process, timezone.now()) if page.process else None
    return render(request, "intake/guide.html", {"guide": page, "offer": offer})
