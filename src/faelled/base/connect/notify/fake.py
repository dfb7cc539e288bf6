"""A push service and a mail server that take what they are given: for tests."""

import socketserver
import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

STATUS = {201: "201 Created", 404: "404 Not Found", 410: "410 Gone", 503: "503 Down"}


@dataclass(frozen=True, slots=True)
class Taken:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class FakePushService:
    """A WSGI program. ``answers[path]`` is the status a browser's address gives; else 201."""

    answers: dict[str, int] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        headers = {k[5:]: str(v) for k, v in environ.items() if k.startswith("HTTP_")}
        path = str(environ["PATH_INFO"])
        self.taken.append(Taken(path, headers, environ["wsgi.input"].read(length)))
        start(STATUS[self.answers.get(path, 201)], [("Content-Length", "0")])
        return [b""]


class FakeMailServer(socketserver.ThreadingTCPServer):
    """SMTP with STARTTLS where it has a certificate; ``mails`` is what was taken, as sent."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), MailTalk)
        self.mails: list[bytes] = []
        self.context: ssl.SSLContext | None = None
        if certificate is not None:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class MailTalk(socketserver.StreamRequestHandler):
    """One conversation, as far as a client that sends plain text needs it."""

    server: FakeMailServer

    def handle(self) -> None:
        with suppress(OSError):  # a client that does not believe the certificate hangs up
            self._talk()

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.connection.close()

    def _talk(self) -> None:
        self._say("220 fake")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"QUIT":
                self._say("221 bye")
                return
            self._answer(verb)

    def _answer(self, verb: bytes) -> None:
        if verb == b"EHLO":
            self._say("250-fake", "250 STARTTLS" if self.server.context else "250 HELP")
        elif verb == b"STARTTLS" and self.server.context:
            self._say("220 go ahead")
            self._encrypt(self.server.context)
        elif verb == b"DATA":
            self._say("354 go ahead")
            self.server.mails.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self._say("250 taken")
        else:
            self._say("250 ok")

    def _encrypt(self, context: ssl.SSLContext) -> None:
        plain = self.connection
        self.rfile.close()
        self.connection = context.wrap_socket(plain, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
        self.wfile.flush()


@contextmanager
def mail_server(certificate: Path | None = None) -> Iterator[FakeMailServer]:
    """``with mail_server(certificate) as server:`` takes mail on loopback at ``server.port``."""
    with FakeMailServer(certificate) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
