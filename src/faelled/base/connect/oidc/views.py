"""Two pages: off to the provider, and back again."""

from collections.abc import Callable

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import Http404, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.base.connect.errors import ConnectError
from faelled.base.connect.oidc.provider import StrictAdapter, StrictProvider


@access(who="anyone")
def log_in(request: ActorRequest, provider_id: str) -> HttpResponseBase:
    """Send the visitor to the provider; of the address only ``next`` counts, and only within."""
    provider = _provider(request, provider_id)
    target = request.GET.get("next", "")
    inside = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return _or_refused(
        request,
        provider,
        lambda: provider.redirect(request, process="login", next_url=target if inside else None),
    )


@access(who="anyone")
def callback(request: ActorRequest, provider_id: str) -> HttpResponseBase:
    """The visitor is back: state, code, token, level and person are checked, or it ends here."""
    provider = _provider(request, provider_id)
    view = OAuth2CallbackView.adapter_view(StrictAdapter(request, provider_id))
    return _or_refused(request, provider, lambda: view(request))


def _or_refused(
    request: ActorRequest, provider: StrictProvider, step: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """A neighbour that is away, or lies, ends at the log-in page with a plain message."""
    try:
        return step()
    except (OAuth2Error, ConnectError) as error:
        refused: HttpResponseBase = render_authentication_error(request, provider, exception=error)
        return refused


def _provider(request: ActorRequest, provider_id: str) -> StrictProvider:
    try:
        provider: StrictProvider = get_adapter().get_provider(request, provider=provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return provider
