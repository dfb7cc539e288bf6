"""Reading without a connection: which pages a leader's browser may keep, and for how long.

The copy lies in the browser and deletes itself (``static/ui/service-worker.js``). A page is kept
only where its room has named it here, it is a leader's page, nobody on it is protected, nothing in
it looks like a CPR number, and the leader has switched it on for the device.
"""

import hmac
import re
from collections.abc import Callable
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.decorators import AccessRule

HEADER = "X-Offline-Copy"
# A page that may be kept without some of it. A header of its own, so that a worker from before it
# was known keeps nothing of such a page rather than all.
PART_HEADER = "X-Offline-Part"
PURPOSE = "leadership"
NEVER = b"data-never-kept"
# Not inside a uuid, where ten digits in a row are chance and stand on every page.
LOOKS_LIKE_CPR = re.compile(rb"(?<![0-9A-Fa-f-])\d{6}[- ]?\d{4}(?![0-9A-Fa-f-])")


# What a page shows and no copy has: ``service-worker.js`` cuts it out as this does.
NOT_KEPT, END_NOT_KEPT = b"<!--not-kept-->", b"<!--/not-kept-->"
LEFT_OUT = re.compile(re.escape(NOT_KEPT) + rb".*?" + re.escape(END_NOT_KEPT), re.DOTALL)

A_UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Unless = Callable[[frozenset[UUID]], bool]


def never_mind(linked: frozenset[UUID]) -> bool:
    """The default of ``unless``: nothing that the page shows speaks against a copy."""
    return False


class OfflinePages:
    """The pages that may be kept; a name twice is refused.

    ``OFFLINE.add("meetings:meeting", unless=somebody_is_protected)`` in ``ready()``; ``unless``
    is asked with all that the page is about or leads to: a list has a link to each of its lines,
    so who is on it is asked about however the line is drawn. A part of a page that must never be
    kept (a chat, which is to be gone when it is decided) has the attribute ``data-never-kept``, and
    its page is not kept; what stands between ``NOT_KEPT`` and its end (a line about a matter of
    another system) is cut out of the copy, which says so in its place.
    """

    def __init__(self) -> None:
        self._pages: dict[str, Unless] = {}

    def add(self, url_name: str, *, unless: Unless = never_mind) -> None:
        if url_name in self._pages:
            raise ValueError(f"{url_name} is named twice.")
        self._pages[url_name] = unless

    def allows(self, url_name: str, linked: frozenset[UUID]) -> bool:
        unless = self._pages.get(url_name)
        return unless is not None and not unless(linked)

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._pages))


OFFLINE = OfflinePages()


class OfflineCopyMiddleware:
    """Mark the answers that a browser may keep."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and may_be_kept(request, response):
            whole = NOT_KEPT not in response.content
            response[HEADER if whole else PART_HEADER] = owner_of(request)
        return response


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this answer may lie in the browser for some hours; no where there is any doubt."""
    match, actor = request.resolver_match, getattr(request, "actor", None)
    if match is None or not isinstance(actor, Actor):
        return False
    rule = getattr(match.func, "access", None)
    kept = LEFT_OUT.sub(b"", response.content)
    return (
        settings.OFFLINE_KEEP.total_seconds() > 0
        and request.method == "GET"
        and response.status_code == 200
        and response.get("Content-Type", "").startswith("text/html")
        and isinstance(rule, AccessRule)
        and rule.purpose == PURPOSE
        and actor.kind is ActorKind.EMPLOYEE
        and NEVER not in kept
        and not LOOKS_LIKE_CPR.search(kept)
        and OFFLINE.allows(match.view_name, linked_in(request.path, kept))
    )


def linked_in(path: str, content: bytes) -> frozenset[UUID]:
    """What a page is about and leads to: each uuid in its own address and in what it says."""
    found = A_UUID.findall(path.encode()) + A_UUID.findall(content)
    return frozenset(UUID(one.decode()) for one in found)


def owner_of(request: HttpRequest) -> str:
    """Whose copies they are and of which log-in, in words that tell nobody who it is:
    ``"<user>.<log-in>"``. A copy of another log-in is never shown.
    """
    actor = getattr(request, "actor", None)
    user = actor.id if isinstance(actor, Actor) else ""
    absent = actor.on_behalf_of.id if isinstance(actor, Actor) and actor.on_behalf_of else ""
    session = request.session.session_key or ""
    return f"{_digest('user', user)}.{_digest('log-in', f'{session}:{absent}')}"


def _digest(use: str, text: str) -> str:
    key = f"{settings.SECRET_KEY}:offline:{use}".encode()
    return hmac.new(key, text.encode(), sha256).hexdigest()[:32]
