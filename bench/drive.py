"""A load generator: prepared requests sent to one port, and how long each answer took.

Nothing but sockets, for it shares the processors with the server that it measures.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

CSRF = "a" * 32  # cookie and header must agree, and the server made neither


@dataclass(frozen=True, slots=True)
class Call:
    """One request, ready to be sent. ``kind`` is what the figures call it."""

    kind: str
    wire: bytes
    expected: int


@dataclass(frozen=True, slots=True)
class Answer:
    """``seconds``: from the moment the request was due until the last byte of the answer."""

    kind: str
    seconds: float
    status: int
    expected: int


def get(kind: str, path: str, session: str) -> Call:
    return Call(kind, _head("GET", path, session), 200)


def post(kind: str, path: str, session: str, form: dict[str, str], expected: int) -> Call:
    body = urlencode(form).encode()
    more = "Content-Type: application/x-www-form-urlencoded\r\n"
    more += f"X-CSRFToken: {CSRF}\r\nContent-Length: {len(body)}\r\n"
    return Call(kind, _head("POST", path, session, more) + body, expected)


def _head(method: str, path: str, session: str, more: str = "") -> bytes:
    cookies = f"sessionid={session}; csrftoken={CSRF}"
    return (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Cookie: {cookies}\r\n{more}\r\n"
    ).encode()


async def _send(port: int, call: Call, due: float) -> Answer:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(call.wire)
    answer = await reader.read()
    writer.close()
    status = int(answer[9:12]) if answer[:5] == b"HTTP/" else 0
    return Answer(call.kind, time.perf_counter() - due, status, call.expected)


def as_fast_as_it_goes(
    port: int, calls: Sequence[Call], at_once: int
) -> tuple[float, list[Answer]]:
    """Answers a second with so many waiting at every moment, and the answers."""

    async def one(waiting: list[Call], answers: list[Answer]) -> None:
        while waiting:
            answers.append(await _send(port, waiting.pop(), time.perf_counter()))

    async def run() -> tuple[float, list[Answer]]:
        waiting, answers = list(reversed(calls)), list[Answer]()
        started = time.perf_counter()
        await asyncio.gather(*(one(waiting, answers) for _turn in range(at_once)))
        return len(answers) / (time.perf_counter() - started), answers

    return asyncio.run(run())


def at_a_rate(port: int, calls: Iterable[Call], per_second: float) -> list[Answer]:
    """Each request at its moment, whether or not those before are answered: as people come."""

    async def run() -> list[Answer]:
        started, sent = time.perf_counter(), list[asyncio.Task[Answer]]()
        for turn, call in enumerate(calls):
            due = started + turn / per_second
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            sent.append(asyncio.create_task(_send(port, call, due)))
        return list(await asyncio.gather(*sent))

    return asyncio.run(run())


def percentile(seconds: Sequence[float], share: float) -> float:
    """``percentile([...], 0.95)``: what 95 in a hundred stay under, in milliseconds."""
    return 1_000 * sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]
