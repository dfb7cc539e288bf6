"""Outgoing calls: the only place in Fælled where they happen.

A page must answer even when a neighbour hangs, lies or floods. So every call has time-outs per
step and in all (name look-up included), a size limit on the answer, no redirects, no proxies or
credentials from the environment, an allow-list, a check of the address we really reached, and a
breaker that stops asking a neighbour which fails.

    with session_to(SYSTEMS["oidc"]) as session:
        answer = session.get("https://login.example.dk/.well-known/openid-configuration")
"""

import io
import queue
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

# This is the place the ban points to.
import requests  # noqa: TID251
from django.conf import settings
from requests.adapters import BaseAdapter, HTTPAdapter  # noqa: TID251
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError, ReadTimeoutError

from faelled.base.connect.allowed import Allowed, find, is_public
from faelled.base.connect.errors import ConnectError, Fault
from faelled.base.connect.systems import System

DOWN = {502, 503, 504}
CHUNK = 64 * 1024
Clock = Callable[[], float]


def session_to(system: System, *, clock: Clock = time.monotonic) -> "GuardedSession":
    """A session that reaches ``system`` and nothing else; use it in a ``with``."""
    return GuardedSession(system, clock=clock)


class PrivateAddressError(Exception):
    """A public name led to an inside address (DNS rebinding, a poisoned or mistyped name)."""


class PublicConnection(HTTPSConnection):
    """Looks at the address it really reached, before a byte is sent; the name may lie."""

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        if not is_public(sock.getpeername()[0]):
            sock.close()
            raise PrivateAddressError
        return sock


class PublicPool(HTTPSConnectionPool):
    ConnectionCls = PublicConnection


class PublicAdapter(HTTPAdapter):
    """https to public addresses only."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": PublicPool}


class GuardedSession(requests.Session):
    """A ``requests.Session`` for one system; raises ``ConnectError`` and nothing else."""

    def __init__(self, system: System, *, clock: Clock = time.monotonic) -> None:
        super().__init__()
        self.system = system
        self.trust_env = False
        self._clock = clock
        self._public = PublicAdapter()

    def get_adapter(self, url: str) -> BaseAdapter:
        return super().get_adapter(url) if self._entry(url).private else self._public

    def get_redirect_target(self, resp: requests.Response) -> None:
        """A redirect is handed back as it is; where it leads is the caller's to judge."""

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        self._entry(request.url or "")
        breaker = self.system.breaker
        if not breaker.admits(self._clock()):
            raise self._error(Fault.RESTING)
        kwargs |= {
            "timeout": self.system.step_seconds,
            "allow_redirects": False,
            "stream": True,
            "verify": settings.CONNECT_CA_BUNDLE or True,
            "proxies": {},
        }
        try:
            answer = self._in_time(lambda: self._fetch(request, kwargs))
        except ConnectError as error:
            if error.fault is not Fault.TOO_LARGE:
                breaker.failed(self._clock())
            raise
        if answer.status_code in DOWN:
            breaker.failed(self._clock())
        else:
            breaker.succeeded()
        return answer

    def close(self) -> None:
        super().close()
        self._public.close()

    def _entry(self, url: str) -> Allowed:
        entry = find(url, self.system.allowed())
        if entry is None:
            raise self._error(Fault.NOT_ALLOWED)
        return entry

    def _error(self, fault: Fault) -> ConnectError:
        return ConnectError(fault, self.system.title)

    def _fetch(
        self, request: requests.PreparedRequest, kwargs: dict[str, Any]
    ) -> requests.Response:
        try:
            answer = super().send(request, **kwargs)
            with answer.raw:
                answer.raw = io.BytesIO(self._read(answer))
        except PrivateAddressError:
            raise self._error(Fault.PRIVATE) from None
        except (requests.Timeout, ReadTimeoutError):
            raise self._error(Fault.SILENT) from None
        except ConnectError:
            raise
        except (requests.RequestException, HTTPError, OSError, ValueError):
            # The cause may hold the address with its query; our error holds the name only.
            raise self._error(Fault.BROKEN) from None
        return answer

    def _read(self, answer: requests.Response) -> bytes:
        body = bytearray()
        for chunk in answer.raw.stream(CHUNK, decode_content=True):
            body += chunk
            if len(body) > self.system.max_bytes:
                raise self._error(Fault.TOO_LARGE)
        return bytes(body)

    def _in_time(self, fetch: Callable[[], requests.Response]) -> requests.Response:
        """Run ``fetch`` in its own thread and leave it after ``total_seconds``.

        Only this holds against a name server that hangs and against an answer that drips one byte
        at a time: socket time-outs start anew with every byte. The breaker bounds the threads.
        """
        box: queue.SimpleQueue[requests.Response | Exception] = queue.SimpleQueue()

        def run() -> None:
            try:
                box.put(fetch())
            except Exception as error:  # noqa: BLE001  # handed over and raised by the caller
                box.put(error)

        threading.Thread(target=run, name=f"connect-{self.system.key}", daemon=True).start()
        try:
            outcome = box.get(timeout=self.system.total_seconds)
        except queue.Empty:
            raise self._error(Fault.SILENT) from None
        if isinstance(outcome, Exception):
            raise outcome
        return outcome
