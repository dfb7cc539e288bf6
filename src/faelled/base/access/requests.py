"""The request as a page sees it, once ``@access`` has let it in."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from faelled.base.access.actor import Actor


class ActorRequest(HttpRequest):
    """For types only: Django makes the request, the middleware puts ``actor`` on it."""

    actor: Actor
    htmx: HtmxDetails


def own_address(request: HttpRequest, url: str) -> str:
    """``url`` when it is the path of a page here, else "": a log-in must not lead elsewhere.

    ``own_address(request, "//evil.example") == ""``.
    """
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if ours and url.startswith("/") else ""
