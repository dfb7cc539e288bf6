"""Choosing whom one acts for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.base.people.on_behalf import choose


@access(who="employee", purpose="administration")
@require_POST
def act_for(request: ActorRequest) -> HttpResponse:
    """POST ``principal`` (a colleague's user uuid, "" for oneself) and ``next``."""
    if not choose(request, request.POST.get("principal", ""), timezone.now()):
        messages.error(request, _("Du er ikke stedfortræder for den valgte person nu."))
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, request.is_secure())
    return redirect(there if safe else "/")
