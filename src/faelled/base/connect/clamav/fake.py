"""A clamd for tests: finds one made-up virus, and can be told to misbehave."""

import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Literal

# Stands in a file that the fake calls infected. Not the EICAR text: scanners would take this file.
VIRUS = b"FAELLED-TEST-VIRUS"
Mood = Literal["well", "silent", "odd", "hangs-up", "too-large"]


class FakeClamd(BaseRequestHandler):
    mood: Mood = "well"
    asked: threading.Event

    def handle(self) -> None:
        if self.mood == "hangs-up":
            return
        data = b"".join(self._chunks())
        self.asked.set()
        if self.mood == "silent":
            self.request.settimeout(5)
            self.request.recv(1)
            return
        self.request.sendall(self._answer(data))

    def _chunks(self) -> Iterator[bytes]:
        assert self._exactly(10) == b"zINSTREAM\0"
        while size := struct.unpack("!I", self._exactly(4))[0]:
            yield self._exactly(size)

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self.request.recv(size - len(data))
            assert part
            data += part
        return data

    def _answer(self, data: bytes) -> bytes:
        if self.mood == "odd":
            return b"UNKNOWN COMMAND\0"
        if self.mood == "too-large":
            return b"INSTREAM size limit exceeded. ERROR\0"
        return b"stream: Faelled-Test FOUND\0" if VIRUS in data else b"stream: OK\0"


@contextmanager
def clamd(mood: Mood = "well") -> Iterator[str]:
    """``with clamd() as address:`` runs it at ``address`` (``"tcp://127.0.0.1:41234"``)."""
    handler = type("Handler", (FakeClamd,), {"mood": mood, "asked": threading.Event()})
    with ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
