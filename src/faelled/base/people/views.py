"""Choosing whom one acts for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest, own_address
from faelled.base.people.on_behalf import choose


@access(who="employee", purpose="administration", own_settings=True)
@require_POST
def act_for(request: ActorRequest) -> HttpResponse:
    """POST ``principal`` (a colleague's user uuid, "" for oneself) and ``next``."""
    if not choose(request, request.POST.get("principal", ""), timezone.now()):
        messages.error(request, _("Du er ikke stedfortræder for den valgte person nu."))
    return redirect(own_address(request, request.POST.get("next", "")) or "/")
