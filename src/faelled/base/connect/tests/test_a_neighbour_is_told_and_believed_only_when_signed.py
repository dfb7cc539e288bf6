"""Two installations: the contract, the signature, the receipt, and what a stranger can do."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from uuid import UUID

import pytest
from django.test import override_settings

from faelled.base.connect.neighbour.client import (
    NeighbourError,
    Receipt,
    deliver,
    receipt_bytes,
)
from faelled.base.connect.neighbour.contract import (
    Asked,
    Attachment,
    ContractError,
    Message,
    MessageKind,
    from_bytes,
    to_bytes,
)
from faelled.base.connect.neighbour.fake import FakeNeighbour
from faelled.base.connect.neighbour.neighbours import (
    Neighbour,
    NeighbourSettingError,
    check_neighbours,
    neighbours,
    system_of,
)
from faelled.base.connect.neighbour.signing import SIGNATURE, holds, sign

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
SECRET = "en hemmelighed, der er lang nok til to"
MESSAGE = Message(
    id=UUID(int=1),
    thread=UUID(int=2),
    kind=MessageKind.ORDER,
    sent_at=NOW,
    sender="Fælleskøbing Kommune, Børnehandicap",
    title="Lys på Engvej",
    text="Hvor mange lysmaster?",
    asked=Asked("information", date(2026, 5, 18), date(2026, 5, 14)),
    attachments=(Attachment("Kort.txt", b"Et kort \x00"),),
)
ROW = {
    "key": "nord",
    "name": "Nordby Kommune",
    "url": "https://nord.example/bestillinger/nabo/",
    "secret": SECRET,
    "us": "koebing",
    "authority": "0999",
}


def test_a_message_is_read_as_it_was_written() -> None:
    assert from_bytes(to_bytes(MESSAGE)) == MESSAGE
    answer = replace(MESSAGE, kind=MessageKind.ANSWER, asked=None, attachments=())
    assert from_bytes(to_bytes(answer)) == answer


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", 2),
        ("id", "1"),
        ("thread", None),
        ("kind", "delete"),
        ("sent_at", "2026-05-04T09:00:00"),
        ("sender", 7),
        ("title", "x" * 201),
        ("text", "\x00"),
        ("asked", None),
        ("asked", {"kind": "information", "formal": "snart"}),
        ("attachments", [{"name": "a.txt", "content": "!", "sha256": ""}]),
        ("attachments", [{"name": "a.txt", "content": "QQ==", "sha256": "0" * 64}]),
        ("attachments", [[]] * 21),
        ("attachments", "a"),
    ],
)
def test_what_does_not_hold_is_refused_by_its_field(name: str, value: object) -> None:
    table = json.loads(to_bytes(MESSAGE)) | {name: value}
    with pytest.raises(ContractError) as refused:
        from_bytes(json.dumps(table).encode())
    assert "Engvej" not in str(refused.value)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'"x"'])
def test_what_is_no_message_is_refused(body: bytes) -> None:
    with pytest.raises(ContractError):
        from_bytes(body)


def test_a_signature_holds_for_one_sender_one_body_and_five_minutes() -> None:
    signature = sign(b"{}", sender="nord", secret=SECRET, now=NOW)[SIGNATURE]

    def believed(
        body: bytes = b"{}",
        sender: str = "nord",
        secret: str = SECRET,
        now: datetime = NOW,
        given: str = signature,
    ) -> bool:
        return holds(body, given, sender=sender, secret=secret, now=now)

    assert believed()
    assert believed(now=NOW + timedelta(minutes=4))
    assert not believed(body=b"[]")
    assert not believed(sender="syd")
    assert not believed(secret=SECRET + "x")
    assert not believed(now=NOW + timedelta(minutes=6))
    assert not believed(now=NOW - timedelta(minutes=6))
    assert not believed(given="")
    assert not believed(given=signature.replace("t=", "t=0"))


def test_neither_a_text_nor_a_secret_shows_in_a_log_line() -> None:
    for shown in (repr(MESSAGE), repr(MESSAGE.attachments), repr(Neighbour(**ROW))):
        assert "Engvej" not in shown
        assert "Kort" not in shown
        assert SECRET not in shown


@pytest.mark.parametrize(
    "setting",
    [
        "{",
        "{}",
        json.dumps([ROW | {"secret": "kort"}]),
        json.dumps([ROW | {"extra": "1"}]),
        json.dumps([{**ROW, "url": ""}]),
        json.dumps([ROW, ROW]),
    ],
)
def test_a_setting_that_cannot_be_read_stops_the_site(setting: str) -> None:
    with override_settings(NEIGHBOURS=setting):
        (error,) = check_neighbours(None)
        assert error.id == "connect.E003"
        with pytest.raises(NeighbourSettingError):
            neighbours()


def test_the_fake_takes_each_message_once() -> None:
    fake, nord = FakeNeighbour(), Neighbour(**ROW)
    first = fake.deliver(nord, MESSAGE, now=NOW)
    assert fake.deliver(nord, MESSAGE, now=NOW + timedelta(hours=1)) == first
    with pytest.raises(NeighbourError) as refused:
        fake.deliver(nord, replace(MESSAGE, text="Andet"), now=NOW)
    assert refused.value.final


# ------------------------------------------------------------ over a real socket


class There(BaseHTTPRequestHandler):
    """An installation that answers as the test says: a status, a body and a secret to sign with."""

    status, secret, wrong_receipt = 200, SECRET, False

    def do_POST(self) -> None:
        message = from_bytes(self.rfile.read(int(self.headers["Content-Length"])))
        sha256 = hashlib.sha256(to_bytes(message)).hexdigest()
        receipt = Receipt(message.id, "0" * 64 if self.wrong_receipt else sha256, NOW)
        body = receipt_bytes(receipt)
        self.send_response(self.status)
        for name, value in sign(body, sender="nord", secret=self.secret, now=NOW).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing is printed."""


@contextmanager
def there(**answer: object) -> Iterator[Neighbour]:
    server = HTTPServer(("127.0.0.1", 0), type("Answer", (There,), answer))
    Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    system_of.cache_clear()
    try:
        with override_settings(CONNECT_HOSTS={"neighbour": [f"private {origin}"]}):
            yield Neighbour(**(ROW | {"url": f"{origin}/bestillinger/nabo/"}))
    finally:
        server.shutdown()
        server.server_close()


def test_the_message_is_handed_over_and_the_receipt_believed() -> None:
    with there() as nord:
        assert deliver(nord, MESSAGE, now=NOW).id == MESSAGE.id


@pytest.mark.parametrize(
    ("answer", "final"),
    [
        ({"status": 422}, True),
        ({"status": 409}, True),
        ({"status": 401}, False),
        ({"status": 500}, False),
        ({"secret": "en helt anden hemmelighed på 32 tegn"}, False),
        ({"wrong_receipt": True}, False),
    ],
)
def test_no_receipt_that_can_be_believed_is_no_delivery(
    answer: dict[str, object], final: bool
) -> None:
    with there(**answer) as nord, pytest.raises(NeighbourError) as refused:
        deliver(nord, MESSAGE, now=NOW)
    assert refused.value.final is final
    assert "Nordby Kommune" in str(refused.value)


def test_an_address_that_is_not_allowed_is_never_called() -> None:
    system_of.cache_clear()
    with pytest.raises(NeighbourError, match="listen over systemer"):
        deliver(Neighbour(**ROW), MESSAGE, now=NOW)
