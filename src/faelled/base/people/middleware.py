"""Sets ``request.actor`` for every page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from faelled.base.people.on_behalf import request_actor


class ActorMiddleware:
    """``request.actor``: who asks; built when first read, kept for this request only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = SimpleLazyObject(lambda: request_actor(request, timezone.now()))
        request.actor = actor  # type: ignore[attr-defined]
        return self.get_response(request)
