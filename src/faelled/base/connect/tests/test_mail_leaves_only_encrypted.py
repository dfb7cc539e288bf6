"""Mail goes to one address, as plain text, over a connection whose certificate was checked."""

from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.core import mail as outbox
from django.utils import timezone

from faelled.base.connect.notify import mail
from faelled.base.connect.notify.fake import FakeMailServer, mail_server

TO, SUBJECT, TEXT = "anna@example.dk", "Der venter noget på dig", "Godkendelser: 2\n"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = timezone.now()
    host = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(host, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    path = tmp_path / "server.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + built.public_bytes(Encoding.PEM))
    (tmp_path / "roots.pem").write_bytes(built.public_bytes(Encoding.PEM))
    return path


@pytest.fixture
def server(settings: Any, certificate: Path) -> Iterator[FakeMailServer]:
    with mail_server(certificate) as fake:
        use(settings, fake)
        yield fake


def use(settings: Any, fake: FakeMailServer) -> None:
    settings.MAIL = "smtp"
    settings.EMAIL_BACKEND = "faelled.base.connect.notify.mail.CheckedSmtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", fake.port
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = True, False
    settings.EMAIL_TIMEOUT = 3
    settings.DEFAULT_FROM_EMAIL = "faelled@example.dk"


def test_under_our_roots_of_trust_it_arrives(
    server: FakeMailServer, certificate: Path, settings: Any
) -> None:
    settings.CONNECT_CA_BUNDLE = str(certificate.with_name("roots.pem"))
    mail.send(TO, subject=SUBJECT, text=TEXT)
    sent = server.mails[0]
    assert b"To: anna@example.dk" in sent
    assert b'Content-Type: text/plain; charset="utf-8"' in sent
    assert b"Auto-Submitted: auto-generated" in sent
    assert b"html" not in sent


def test_a_certificate_that_nobody_vouches_for_stops_it(server: FakeMailServer) -> None:
    with pytest.raises(mail.MailAwayError):
        mail.send(TO, subject=SUBJECT, text=TEXT)
    assert server.mails == []


def test_a_certificate_for_another_name_stops_it(
    server: FakeMailServer, certificate: Path, settings: Any
) -> None:
    settings.CONNECT_CA_BUNDLE = str(certificate.with_name("roots.pem"))
    settings.EMAIL_HOST = "localhost"
    with pytest.raises(mail.MailAwayError):
        mail.send(TO, subject=SUBJECT, text=TEXT)
    assert server.mails == []


def test_a_server_without_encryption_gets_nothing(settings: Any) -> None:
    with mail_server() as fake:
        use(settings, fake)
        with pytest.raises(mail.MailAwayError):
            mail.send(TO, subject=SUBJECT, text=TEXT)
        assert fake.mails == []


def test_a_server_that_is_not_there(settings: Any) -> None:
    with mail_server() as fake:
        use(settings, fake)
    with pytest.raises(mail.MailAwayError) as caught:
        mail.send(TO, subject=SUBJECT, text=TEXT)
    assert "anna" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "anna@example.dk\nBcc: carla@example.dk",
        "anna@example.dk\r\nSubject: x",
        "anna@example.dk, carla@example.dk",
        "Anna <anna@example.dk>",
        "anna@example.dk\x00",
        "anna",
        "",
    ],
)
def test_no_address_brings_a_header_or_a_second_reader(address: str) -> None:
    with pytest.raises(mail.MailError):
        mail.send(address, subject=SUBJECT, text=TEXT)
    assert outbox.outbox == []


@pytest.mark.parametrize("subject", ["x\nBcc: carla@example.dk", "x\r\nTo: carla@example.dk"])
def test_no_subject_brings_a_header(subject: str) -> None:
    with pytest.raises(mail.MailError) as caught:
        mail.send(TO, subject=subject, text=TEXT)
    assert not isinstance(caught.value, mail.MailAwayError)
    assert outbox.outbox == []
