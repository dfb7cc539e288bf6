"""The pages for machines: ``/sundhed/lever``, ``/sundhed/klar`` and ``/maalinger``.

Answered before everything else: a probe comes by address and not by name, without TLS and without a
cookie, and must be answered when sessions and the database are what is wrong. Nothing here knows a
person.
"""

import hmac
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from faelled.web.operate.exposition import exposed
from faelled.web.operate.gauges import gauges
from faelled.web.operate.readiness import ready_lines
from faelled.web.operate.requests import request_metrics

TEXT = "text/plain; charset=utf-8"
EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"


class ProbesMiddleware:
    """Before the others; what is not a probe goes on to them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        page = PAGES.get(request.path_info.rstrip("/"))
        if page is None or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        try:
            response = page(request)
        except Http404:
            return self.get_response(request)  # to the site's own page for what is not there
        response["Cache-Control"] = "no-store"
        return response


def alive(request: HttpRequest) -> HttpResponse:
    """The process runs and answers; restart it when this one fails."""
    return HttpResponse("ok\n", content_type=TEXT)


def ready(request: HttpRequest) -> HttpResponse:
    """Whether to send people here: 200, or 503 with what is missing; a line for each thing."""
    lines = ready_lines()
    status = 503 if any(line.problem for line in lines) else 200
    body = "".join(f"{line.text}\n" for line in lines)
    return HttpResponse(body, content_type=TEXT, status=status)


def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, with ``Authorization: Bearer <FAELLED_METRICS_TOKEN>``; else not there."""
    if not has_token(request):
        raise Http404
    page = exposed([*gauges(timezone.now()), *request_metrics()])
    return HttpResponse(page, content_type=EXPOSITION)


def has_token(request: HttpRequest) -> bool:
    """Compared in constant time; without a token set nobody has it."""
    expected = f"Bearer {settings.METRICS_TOKEN}".encode()
    given = request.headers.get("Authorization", "").encode()
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(given, expected)


PAGES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/sundhed/lever": alive,
    "/sundhed/klar": ready,
    "/maalinger": metrics,
}
