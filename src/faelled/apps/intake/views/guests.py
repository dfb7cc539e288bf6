"""Applying without a log-in: who to answer, the form, the receipt, and the way back to both."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from faelled.apps.intake import actions, guest_forms, guests
from faelled.apps.intake.asked import event_of
from faelled.apps.intake.forms import is_complete
from faelled.apps.intake.guest_codes import find_by_code
from faelled.apps.intake.guest_state import state_of
from faelled.apps.intake.models import Draft, Guest
from faelled.apps.intake.offers import find_offer
from faelled.apps.intake.queries import get_guest_draft
from faelled.apps.intake.sealing import SealBroken, seal, unseal
from faelled.apps.intake.views.filling import check_page, closed_page, form_page, form_url
from faelled.apps.intake.views.logged_out import keep_typed
from faelled.base.access.actor import ActorKind
from faelled.base.access.decorators import access
from faelled.base.access.log import log_read
from faelled.base.access.origin import address_of, counted_as
from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.errors import CaseError, DataRefused
from faelled.casework.cases.models import Case
from faelled.casework.cases.small_forms import SmallForm, errors_of, read

READ_AND_WRITE = ["GET", "HEAD", "POST"]
GUEST, SAID = "intake-guest", "intake-guest-said"
DraftView = Callable[..., HttpResponseBase]


@access(who="anyone", purpose="self-service")
@require_http_methods(READ_AND_WRITE)
def begin_without_log_in(request: ActorRequest, key: str) -> HttpResponse:
    """Who we are to answer; then the link to come back by, and the form."""
    now = timezone.now()
    offer = find_offer(key, now, authority_id=request.actor.authority_id)
    if offer is None or not offer.guests:
        raise Http404
    form = guest_forms.contact_form()
    if request.method == "POST":
        try:
            guest_forms.refuse_robots(request.POST)
            contact = guest_forms.contact_from(read(form, request.POST, now=now))
            guest, link = guests.begin_as_guest(offer, contact, source=where_from(request), now=now)
        except CaseError as refusal:
            return _asked_again(request, "intake/guest_begin.html", form, refusal, offer=offer)
        _remember(request, guest, {"link": [link]})
        return private(redirect("intake:guest_link"))
    context = {"form": form, "offer": offer, "shown_at": guest_forms.shown_now()}
    return private(render(request, "intake/guest_begin.html", context))


@access(who="anyone", purpose="self-service")
@require_safe
def guest_link(request: ActorRequest) -> HttpResponse:
    """The secret address, said once: whoever has it can go on with the form."""
    guest, said = _guest(request), _said(request)
    if guest is None or guest.draft is None or "link" not in said:
        return _link_needed(request)
    path = reverse("intake:guest_open", args=[said["link"][0]])
    context = {"link": f"{settings.SITE_URL}{path}", "draft": guest.draft, "guest": guest}
    return private(render(request, "intake/guest_link.html", context))


@access(who="anyone", purpose="self-service")
@require_safe
def open_guest_link(request: ActorRequest, link: str) -> HttpResponse:
    """From the secret address to the form, so that the secret stands in no other address."""
    guest = guests.find_by_link(link, now=timezone.now())
    if guest is None:
        return _link_needed(request)
    _remember(request, guest, {})
    if guest.case_id is not None or guest.draft is None:
        messages.info(request, _("Det er sendt. Her kan du følge sagen."))
        return private(redirect("intake:guest_follow"))
    return private(redirect("intake:draft", uuid=guest.draft.uuid))


@access(who="anyone", purpose="self-service")
@require_safe
def guest_sent(request: ActorRequest) -> HttpResponse:
    """The receipt: the number of the case, and the code that goes with it."""
    guest, said = _guest(request), _said(request)
    if guest is None or guest.case is None or "code" not in said:
        return private(redirect("intake:guest_follow"))
    state = state_of(guest.case, now=timezone.now())
    context = {"code": said["code"][0], "state": state, "now": timezone.now()}
    return private(render(request, "intake/guest_sent.html", context))


@access(who="anyone", purpose="self-service")
@require_http_methods(READ_AND_WRITE)
def guest_follow(request: ActorRequest) -> HttpResponse:
    """What anybody with the number and the code may know: how far the case is."""
    now, form = timezone.now(), guest_forms.code_form()
    if request.method != "POST":
        return private(render(request, "intake/guest_follow.html", {"form": form}))
    try:
        typed = read(form, request.POST, now=now)
        guest = find_by_code(typed["number"], typed["code"], source=where_from(request), now=now)
        if guest is None or guest.case is None:
            message = _(
                "Nummer og kode passer ikke sammen. Efter fem forkerte skal du vente en time."
            )
            raise DataRefused(message, {"code": message})
    except CaseError as refusal:
        return _asked_again(request, "intake/guest_follow.html", form, refusal)
    _log_look(guest, guest.case)
    context = {"state": state_of(guest.case, now=now), "now": now}
    return private(render(request, "intake/guest_state.html", context))


def guest_fill_in(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The form, by the same machinery as a citizen's."""
    now, draft = timezone.now(), get_guest_draft(request.actor, uuid)
    if draft.became is not None:
        return redirect("intake:guest_follow")
    try:
        if actions.bring_up_to_date(draft, by=request.actor, now=now):
            messages.warning(request, _("Reglerne er ændret. Dine svar er bevaret. Se dem efter."))
    except actions.OfferClosed as closed:
        return closed_page(request, draft, closed)
    return form_page(request, draft)


def guest_check(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Each answer with its way back, and the button that sends."""
    now, draft = timezone.now(), get_guest_draft(request.actor, uuid)
    if draft.became is not None:
        return redirect("intake:guest_follow")
    try:
        changed = actions.bring_up_to_date(draft, by=request.actor, now=now)
        if changed or not is_complete(draft, by=request.actor, now=now):
            return redirect(form_url(draft))
    except actions.OfferClosed as closed:
        return closed_page(request, draft, closed)
    if _has_cpr(request, draft):
        return redirect(form_url(draft))
    return _send(request, draft) if request.method == "POST" else check_page(request, draft)


def guest_discard(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Throw away what is begun, and who began it."""
    draft = get_guest_draft(request.actor, uuid)
    try:
        actions.discard(draft, by=request.actor, now=timezone.now())
        messages.success(request, _("Kladden er slettet."))
    except CaseError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("intake:services")


def or_guest(for_citizens: DraftView, for_guests: DraftView) -> DraftView:
    """One address of a draft for both: the guest's page where this browser opened the guest's
    link, else the citizen's page, which asks for a log-in.
    """

    @wraps(for_guests)
    def either(request: ActorRequest, /, uuid: UUID) -> HttpResponseBase:
        guest = _guest(request)
        if guest is not None and guest.draft is not None and guest.draft.uuid == uuid:
            request.actor = guests.guest_actor(guest)
            return private(for_guests(request, uuid=uuid))
        if request.actor.kind is ActorKind.ANONYMOUS and _is_a_guests(uuid):
            return keep_typed(_link_needed)(request)
        return for_citizens(request, uuid=uuid)

    return access(who="anyone", purpose="self-service")(either)


def _send(request: ActorRequest, draft: Draft) -> HttpResponse:
    try:
        _done, code = guests.send_as_guest(draft, by=request.actor, now=timezone.now())
    except CaseError as refusal:
        return check_page(request, draft, problems=refusal.messages)
    if code:
        request.session[SAID] = seal({"code": [code]})
    return redirect("intake:guest_sent")


def _has_cpr(request: ActorRequest, draft: Draft) -> bool:
    found = guests.fields_with_cpr(draft)
    labels = [field.label for field in event_of(draft).fields if field.id in found]
    if labels:
        names = {"questions": ", ".join(f"“{label}”" for label in labels)}
        text = _(
            "Der står noget, der ligner et CPR-nummer, ved %(questions)s. Slet det: her kan vi "
            "ikke se, hvem du er. Log ind, hvis vi skal bruge dit CPR-nummer."
        )
        messages.error(request, text % names)
    return bool(labels)


def _asked_again(
    request: ActorRequest, template: str, form: SmallForm, refusal: CaseError, **more: object
) -> HttpResponse:
    errors = errors_of(refusal)
    filled = form.filled(request.POST, errors)
    context = {"form": filled, "errors": errors, "shown_at": guest_forms.shown_now(), **more}
    return private(render(request, template, context, status=422))


def _link_needed(request: ActorRequest) -> HttpResponse:
    """The link is unknown or has run out, or another browser was used: what one can do."""
    return private(render(request, "intake/guest_link_needed.html", status=410))


def _remember(request: ActorRequest, guest: Guest, said: dict[str, list[str]]) -> None:
    """This browser may go on with the guest's form; the key changes, so nobody shares it."""
    request.session.cycle_key()
    request.session[GUEST] = str(guest.uuid)
    request.session[SAID] = seal(said)


def _guest(request: ActorRequest) -> Guest | None:
    known = request.session.get(GUEST)
    if not isinstance(known, str):
        return None
    rows = Guest.objects.filter(uuid=known, link_until__gt=timezone.now())
    return rows.select_related("draft", "case").first()


def _said(request: ActorRequest) -> dict[str, list[str]]:
    try:
        return unseal(request.session.get(SAID, ""))
    except SealBroken:
        return {}


def _is_a_guests(uuid: UUID) -> bool:
    return Draft.objects.filter(uuid=uuid, owner=None).exists()


def _log_look(guest: Guest, case: Case) -> None:
    actor = guests.guest_actor(guest)
    log_read(actor, subjects=[case.ref], page="intake:guest_follow", now=timezone.now())


def where_from(request: ActorRequest) -> str:
    """The address on the net as it is counted: who has an IPv6 network has one address."""
    return counted_as(address_of(request))


def private(response: HttpResponseBase) -> HttpResponse:
    """Kept nowhere, and its address is told to no other site. Not ``no-referrer``: a browser then
    hides where its own posts come from, and the check against forged forms refuses them.
    """
    assert isinstance(response, HttpResponse)
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "same-origin"
    return response
