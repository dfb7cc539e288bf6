"""Around every request: its id, one log line, and its count."""

import logging
import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from faelled.base.access.actor import Actor
from faelled.web.operate.logs import request_id
from faelled.web.operate.requests import count_request

logger = logging.getLogger("faelled.request")

# A hexadecimal number or a uuid. Not any text: somebody's number must not come in as an id.
WELL_FORMED = re.compile(
    r"[0-9a-f]{16,64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_VIEW = "-"


class ObserveMiddleware:
    """Outermost: sees also what the others answer, and what became of their failures.

    The line has the view's name and never the address: a query string holds what was searched for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = id_of(request)
        held = request_id.set(name)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - started
            response["X-Request-ID"] = name
            tell(request, response.status_code, seconds)
            return response
        finally:
            request_id.reset(held)


def id_of(request: HttpRequest) -> str:
    """The proxy's id where it is well-formed, so that both logs read together; else a new one."""
    given = request.headers.get("X-Request-ID", "")
    return given.lower() if WELL_FORMED.fullmatch(given) else uuid4().hex


def tell(request: HttpRequest, status: int, seconds: float) -> None:
    """Log and count one request that has been answered."""
    match = request.resolver_match
    view = (match.view_name if match else "") or NO_VIEW
    method = request.method if request.method in METHODS else NO_VIEW
    ms = round(seconds * 1000, 1)
    logger.log(
        logging.ERROR if status >= 500 else logging.INFO,
        "%s %s %s %s ms",
        method,
        view,
        status,
        ms,
        extra={
            "method": method,
            "view": view,
            "status": status,
            "ms": ms,
            "user": user_of(request),
        },
    )
    if settings.METRICS_TOKEN:
        count_request(view, method or NO_VIEW, status, seconds)


def user_of(request: HttpRequest) -> str:
    """The public id of who asked, where a page has asked for it; never a name.

    ``@access`` puts the actor itself in the place of the lazy one: this never asks the database.
    """
    actor = request.__dict__.get("actor")
    return actor.id if type(actor) is Actor else ""
