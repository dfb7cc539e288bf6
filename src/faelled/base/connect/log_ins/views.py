"""One's own log-ins, and ending them."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.base.connect.log_ins.actions import end_own
from faelled.base.connect.log_ins.forms import EndForm
from faelled.base.connect.log_ins.queries import own_log_ins


@require_GET
@access(who="logged-in", purpose="administration", own_settings=True)
def log_ins(request: ActorRequest) -> HttpResponse:
    """Every browser in which I am logged in."""
    rows = list(own_log_ins(request.actor, now=timezone.now()))
    here = request.session.session_key
    others = [row for row in rows if row.session_key != here]
    return render(request, "connect/log_ins.html", {"rows": rows, "here": here, "others": others})


@require_POST
@access(who="logged-in", purpose="administration", own_settings=True)
def end_log_in(request: ActorRequest) -> HttpResponse:
    """End one, or all the others; ending this one is logging out."""
    form = EndForm(request.POST)
    if not form.is_valid():
        raise Http404
    here = request.session.session_key or ""
    number = form.cleaned_data["number"]
    ended = end_own(number, keep=here, by=request.actor, now=timezone.now())
    if not request.session.exists(here):
        logout(request)
        return redirect("/")
    said = ngettext("Den er logget ud.", "%(count)d er logget ud.", ended) % {"count": ended}
    messages.success(request, said if ended else _("Der var ingen at logge ud."))
    return redirect("log-ins")
