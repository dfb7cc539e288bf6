"""Ask clamd about one file: the INSTREAM command of clamd(8), over TCP or a Unix socket.

clamd gets the bytes and nothing else: no name, no case, no person. Whatever is not a clear answer
is no answer, and then the file is not taken (`ScannerDownError`).
"""

import contextlib
import re
import socket
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlsplit

COMMAND = b"zINSTREAM\0"
CHUNK = 256 * 1024
LONGEST_ANSWER = 4096
FOUND = re.compile(r"stream: (?P<name>[^\0]{1,200}) FOUND")
CLEAN = "stream: OK"
Clock = Callable[[], float]


class ClamdError(Exception):
    """clamd gave no usable answer; the text says what happened and names no file."""


class AddressError(ValueError):
    """The setting does not say where clamd is."""


@dataclass(frozen=True, slots=True)
class Clamd:
    """``Clamd("unix:///run/clamav/clamd.ctl")`` or ``Clamd("tcp://127.0.0.1:3310")``.

    ``seconds`` is for the whole of one file: connecting, sending and the answer.
    """

    address: str
    seconds: float = 30.0
    clock: Clock = time.monotonic

    def find(self, source: IO[bytes]) -> str:
        """The name of what was found in the file, or ``""`` when it is clean."""
        ends = self.clock() + self.seconds
        try:
            with self._connected(ends) as line:
                return _verdict(self._asked(line, source, ends))
        except (OSError, UnicodeDecodeError) as error:
            raise ClamdError(f"clamd: {type(error).__name__}") from error

    def _asked(self, line: socket.socket, source: IO[bytes], ends: float) -> str:
        source.seek(0)
        # clamd may answer and hang up before it has all, when a file is over its own limit.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(COMMAND)
            for chunk in iter(lambda: source.read(CHUNK), b""):
                line.settimeout(self._left(ends))
                line.sendall(struct.pack("!I", len(chunk)) + chunk)
            line.sendall(struct.pack("!I", 0))
        return b"".join(self._answer(line, ends)).decode()

    def _answer(self, line: socket.socket, ends: float) -> Iterator[bytes]:
        got = 0
        while got < LONGEST_ANSWER:
            line.settimeout(self._left(ends))
            part = line.recv(LONGEST_ANSWER - got)
            if not part:
                return
            got += len(part)
            yield part

    def _connected(self, ends: float) -> socket.socket:
        kind, where = place_of(self.address)
        line = socket.socket(kind, socket.SOCK_STREAM)
        try:
            line.settimeout(self._left(ends))
            line.connect(where)
        except BaseException:
            line.close()
            raise
        return line

    def _left(self, ends: float) -> float:
        left = ends - self.clock()
        if left <= 0:
            raise TimeoutError
        return left


def place_of(address: str) -> tuple[socket.AddressFamily, str | tuple[str, int]]:
    """``place_of("tcp://127.0.0.1:3310")[1] == ("127.0.0.1", 3310)``; else `AddressError`."""
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError as error:
        raise AddressError(f"{address!r}: the port is not a number.") from error
    if parts.scheme == "unix" and parts.path:
        return socket.AF_UNIX, parts.path
    if parts.scheme == "tcp" and parts.hostname and port:
        return socket.AF_INET, (parts.hostname, port)
    raise AddressError(f"{address!r} must be unix:///path/of/the/socket or tcp://host:port.")


def _verdict(answer: str) -> str:
    text = answer.rstrip("\0\n")
    if text == CLEAN:
        return ""
    found = FOUND.fullmatch(text)
    if found is None:
        raise ClamdError("clamd: an answer that is neither clean nor found")
    return found["name"]
