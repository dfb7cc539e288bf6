"""Serve a WSGI program on loopback: what the fakes stand on, in tests and in a demo."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

Program = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Addresses with codes and tokens in them have no place on stderr."""


class ThreadedServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def serve(program: Program) -> Iterator[str]:
    """``with serve(program) as origin:`` runs it at ``origin`` (``"http://127.0.0.1:41234"``)."""
    server = make_server("127.0.0.1", 0, program, ThreadedServer, QuietHandler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
