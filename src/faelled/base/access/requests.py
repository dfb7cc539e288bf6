"""The request as a page sees it, once ``@access`` has let it in."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from faelled.base.access.actor import Actor


class ActorRequest(HttpRequest):
    """For types only: Django makes the request, the middleware puts ``actor`` on it."""

    actor: Actor
    htmx: HtmxDetails
