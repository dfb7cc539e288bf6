"""Gives a new log-in its number, its beginning and its device, and a used one more time."""

from collections.abc import Callable
from uuid import uuid4

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from faelled.base.connect.log_ins.devices import device_words
from faelled.base.connect.log_ins.store import BEGUN, DEVICE, NUMBER, SessionStore


class LogInMiddleware:
    """Stands inside the session's middleware: what it writes is saved with the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        # A look into a session that nobody opened would open it, and make the page differ by it.
        if not session.accessed or SESSION_KEY not in session:
            return response
        if NUMBER not in session:
            session[NUMBER] = str(uuid4())
            session[BEGUN] = timezone.now().isoformat()
            session[DEVICE] = device_words(request.headers.get("User-Agent", ""))
        elif isinstance(session, SessionStore) and by_hand(request):
            session.seen(timezone.now())
        return response


def by_hand(request: HttpRequest) -> bool:
    """Whether a person did this: a page that asks again by itself keeps nobody logged in."""
    return request.method == "POST" or "HX-Request" not in request.headers
