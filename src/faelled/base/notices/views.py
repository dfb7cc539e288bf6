"""One's own notices: by mail, on this device, in which hours."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from faelled.base.access.decorators import access
from faelled.base.access.refusals import Refused
from faelled.base.access.requests import ActorRequest
from faelled.base.connect.log_ins.devices import device_words
from faelled.base.connect.notify import mail, push
from faelled.base.notices import actions
from faelled.base.notices.forms import DeviceForm, WishForm, hours_field, mail_field
from faelled.base.notices.models import Channel, Rhythm
from faelled.base.notices.queries import own_address, own_devices, own_wishes


@require_http_methods(["GET", "HEAD", "POST"])
@access(who="employee", purpose="administration", own_settings=True)
def settings_page(request: ActorRequest) -> HttpResponse:
    """What I have chosen; a post chooses anew."""
    if request.method != "POST":
        return _show(request, _chosen(request))
    form = WishForm(request.POST)
    if not form.is_valid():
        errors = {name: [str(one) for one in found] for name, found in form.errors.items()}
        return _show(request, request.POST.dict(), errors)
    actions.choose(
        form.rhythm, working_hours=form.working_hours, by=request.actor, now=timezone.now()
    )
    messages.success(request, _("Dit valg er gemt."))
    return redirect("notices:settings")


@require_POST
@access(who="employee", purpose="administration", own_settings=True)
def add(request: ActorRequest) -> HttpResponse:
    """This browser takes notices from now on."""
    form = DeviceForm(request.POST)
    words = device_words(request.headers.get("User-Agent", ""))
    try:
        if not form.is_valid():
            raise actions.NotThisBrowserError(_("Browseren gav ikke det, der skal til. Prøv igen."))
        actions.add_device(form.subscription, title=words, by=request.actor, now=timezone.now())
    except Refused as refusal:
        return _show(request, _chosen(request), {"": [str(refusal)]})
    messages.success(request, _("Enheden får besked fra nu af."))
    return redirect("notices:settings")


@require_POST
@access(who="employee", purpose="administration", own_settings=True)
def remove(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One of my devices takes no more."""
    removed = actions.remove_device(uuid, by=request.actor, now=timezone.now())
    messages.success(request, _("Enheden er fjernet.") if removed else _("Enheden var væk."))
    return redirect("notices:settings")


def _chosen(request: ActorRequest) -> dict[str, str]:
    wishes = own_wishes(request.actor)
    by_mail, any_one = wishes.get(Channel.MAIL), next(iter(wishes.values()), None)
    return {
        "mail": by_mail.rhythm if by_mail else Rhythm.NEVER.value,
        "hours": "always" if any_one and not any_one.working_hours else "working",
    }


def _show(
    request: ActorRequest,
    values: Mapping[str, str],
    errors: Mapping[str, list[str]] | None = None,
) -> HttpResponse:
    context = {
        "mail": mail_field(),
        "hours": hours_field(),
        "values": values,
        "errors": errors or {},
        "address": own_address(request.actor),
        "mail_possible": mail.configured(),
        "push_key": push.site_key() if push.configured() else "",
        "devices": own_devices(request.actor),
    }
    return render(request, "notices/settings.html", context, status=422 if errors else 200)
