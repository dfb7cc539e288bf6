"""The front page, log-in, log-out and the choice of language."""

from dataclasses import dataclass
from uuid import UUID

from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as django_set_language

from faelled.base.access.actor import ActorKind
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest, own_address
from faelled.base.connect.log_ins.store import SessionStore
from faelled.base.people.models import User
from faelled.base.ui.cast import cast_groups
from faelled.base.ui.frontpage import FRONT_PAGE


@dataclass(frozen=True, slots=True)
class Provider:
    """A configured log-in service: its name and the address that starts it."""

    name: str
    url: str


@require_GET
@access(who="anyone")
def front_page(request: ActorRequest) -> HttpResponse:
    """Each person's own first page; for a visitor, what one can apply for."""
    for text in FRONT_PAGE.notices(request.actor, timezone.now()):
        messages.info(request, text)
    url = FRONT_PAGE.landing_url(request.actor)
    if url:
        return redirect(url)
    services = FRONT_PAGE.services(timezone.now())
    return render(
        request, "ui/front_page.html", {"services": services, "guides": FRONT_PAGE.guides()}
    )


@require_GET
@access(who="anyone")
def log_in(request: ActorRequest) -> HttpResponse:
    """In a demo the cast, one press each; otherwise the configured services. No password exists."""
    next_url = own_address(request, request.GET.get("next", ""))
    # A browser that brings a session and is sent here has been logged in before.
    ended = bool(next_url) and settings.SESSION_COOKIE_NAME in request.COOKIES
    context: dict[str, object] = {"ended": ended}
    if demo_log_in():
        context |= {"cast": cast_groups(timezone.localdate()), "next": next_url}
    else:
        context |= {"providers": _providers(request, next_url)}
    return render(request, "ui/log_in.html", context)


@require_POST
@access(who="anyone")
def log_in_as(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Become one of the invented people; outside a demo this page is not there.

    Django changes the session key on log-in, and empties the session of another user before it.
    """
    if not demo_log_in():
        raise Http404
    user = get_object_or_404(User, public_id=public_id, is_active=True)
    if user.authority is None or not user.authority.invented:
        # Demo mode switched on by mistake must not let anyone become a real person.
        raise Http404
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(own_address(request, request.POST.get("next", "")) or "/")


@require_GET
@access(who="anyone")
def log_in_stopped(request: ActorRequest) -> HttpResponse:
    """Back from a log-in service that let nobody in: cancelled, closed, or not known here."""
    messages.warning(
        request,
        _("Du blev ikke logget ind. Prøv igen, eller spørg din leder, om du er oprettet her."),
    )
    return redirect("ui:log_in")


@require_POST
@access(who="anyone")
def log_out(request: ActorRequest) -> HttpResponse:
    logout(request)
    messages.success(request, _("Du er logget ud. Det, du ikke har sendt, er gemt til næste gang."))
    response = redirect("/")
    # Nothing of what was read stays in the browser (ASVS 5.0, 14.3.1); heard over https only.
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_POST
@access(who="anyone")
def stay(request: ActorRequest) -> HttpResponse:
    """Put off the end of the log-in, and say until when; what is typed elsewhere is not touched."""
    if request.actor.kind is ActorKind.ANONYMOUS or not isinstance(request.session, SessionStore):
        return redirect("ui:log_in")
    ends = request.session.prolong()
    left = int((ends - timezone.now()).total_seconds())
    response = render(request, "ui/stayed.html", {"ends": ends})
    response["X-Session-Left"] = str(left)
    return response


@require_POST
@access(who="anyone")
def set_language(request: ActorRequest) -> HttpResponseBase:
    """Remember the language in a cookie and go back to the same page."""
    return django_set_language(request)


def demo_log_in() -> bool:
    """The invented people may be chosen; never where employees must use their own provider."""
    return bool(settings.DEMO and not settings.EMPLOYEE_LOG_IN)


def _providers(request: ActorRequest, next_url: str) -> list[Provider]:
    return [
        Provider(
            provider.name,
            provider.get_login_url(request, **({"next": next_url} if next_url else {})),
        )
        for provider in get_adapter(request).list_providers(request)
    ]
