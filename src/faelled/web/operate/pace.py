"""How fast one person, or one address without a log-in, may ask for pages.

People never meet it; a program that copies the site page by page does (ASVS 5.0, 2.4.1). Each
process counts for itself, in its own memory: nothing is written and nobody waits for a counter.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from faelled.base.access.origin import address_of, counted_as
from faelled.base.ui.errors import too_fast

logger = logging.getLogger("faelled.security")
MINUTE = 60.0
MOST_KEPT = 10_000
Clock = Callable[[], float]


@dataclass(slots=True)
class Buckets:
    """A bucket for each who asks: full at the start, one drop for a request, filled anew in time.

    ``Buckets(most=600).take("user:3", now=0.0)`` is 0: go on; else the seconds to wait. Who has not
    been here for longest is forgotten first, so that strangers cannot fill the memory.
    """

    most: int
    _held: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, who: str, *, now: float) -> int:
        left, since = self._held.pop(who, (float(self.most), now))
        left = min(float(self.most), left + max(0.0, now - since) * self.most / MINUTE)
        enough = left >= 1
        self._held[who] = (left - 1 if enough else left, now)
        if len(self._held) > MOST_KEPT:
            self._held.popitem(last=False)
        return 0 if enough else max(1, round(MINUTE / self.most))


class PaceMiddleware:
    """429 with a plain sentence; the log has who it was, for somebody may be copying the site."""

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponse], clock: Clock = time.monotonic
    ) -> None:
        self.get_response = get_response
        self._buckets = Buckets(settings.PACE)
        self._clock = clock

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._buckets.most:
            return self.get_response(request)
        wait = self._buckets.take(who_asks(request), now=self._clock())
        if not wait:
            return self.get_response(request)
        logger.warning("Too many requests by one", extra={"status": 429})
        return too_fast(request, wait)


def who_asks(request: HttpRequest) -> str:
    """The user of the session, else the address (IPv6: its /64); a made-up cookie is no session."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        user_id = request.session.get(SESSION_KEY)
        if user_id:
            return f"user:{user_id}"
    return f"address:{counted_as(address_of(request))}"
