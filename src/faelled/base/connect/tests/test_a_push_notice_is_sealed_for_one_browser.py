"""A notice to a device: nobody between can read it, and it goes only where it may."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.test import override_settings
from django.utils import timezone

from faelled.base.connect.loopback import serve
from faelled.base.connect.notify import push
from faelled.base.connect.notify.fake import FakePushService
from faelled.base.connect.notify.sealing import (
    KeyFaultError,
    Subscription,
    authorization,
    base64,
    private_key,
    public_point,
    seal_with,
    unbase64,
)
from faelled.base.connect.systems import System

NOW = timezone.now()  # a token that has ended is refused by the library that reads it
# RFC 8291, appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
BROWSER_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
OWN_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BROWSER = Subscription(
    "https://fcm.googleapis.com/send/1",
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "BTBZMqHH6r4Tts7J_aSIgg",
)
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6T"
    "lzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4"
    "a-fN"
)
WORDS = push.Words("Fælled", "Der venter noget på din godkendelse i Fælled.", "/til-godkendelse/")


@contextmanager
def service() -> Iterator[tuple[FakePushService, str, System]]:
    fake = FakePushService()
    with serve(fake) as origin, override_settings(PUSH_CONTACT="mailto:it@example.dk"):
        yield fake, origin, System("push", "Tjenesten", own_hosts=lambda: (f"private {origin}",))


def opened(body: bytes) -> bytes:
    """What the browser reads: the other half of RFC 8291, with its private key."""
    salt, point, sealed = body[:16], body[21:86], body[86:]
    own = private_key(BROWSER_PRIVATE)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    info = b"WebPush: info\x00" + public_point(own) + point
    shared = own.exchange(ec.ECDH(), theirs)
    material = HKDF(SHA256(), 32, unbase64(BROWSER.secret), info).derive(shared)
    key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(material)
    nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(material)
    return AESGCM(key).decrypt(nonce, sealed, None).removesuffix(b"\x02")


def test_the_example_of_the_standard() -> None:
    sealed = seal_with(PLAIN, BROWSER, private_key(OWN_PRIVATE), unbase64(SALT))
    assert base64(sealed) == SEALED
    assert opened(sealed) == PLAIN


def test_the_browser_reads_the_notice_and_the_service_only_carries_it() -> None:
    with service() as (fake, origin, system):
        to = replace(BROWSER, endpoint=f"{origin}/send/1")
        assert push.send(WORDS, to, now=NOW, system=system) is push.Outcome.TAKEN
    taken = fake.taken[0]
    assert json.loads(opened(taken.body)) == {
        "title": "Fælled",
        "body": "Der venter noget på din godkendelse i Fælled.",
        "url": "/til-godkendelse/",
    }
    assert b"godkendelse" not in taken.body
    assert taken.headers["TTL"] == "86400"
    assert taken.headers["CONTENT_ENCODING"] == "aes128gcm"


def test_no_two_notices_are_sealed_alike() -> None:
    with service() as (fake, origin, system):
        for _turn in range(2):
            push.send(WORDS, replace(BROWSER, endpoint=f"{origin}/1"), now=NOW, system=system)
    one, other = fake.taken
    assert one.body[:16] != other.body[:16]
    assert one.body[21:86] != other.body[21:86]


def test_the_service_is_told_who_sends_for_half_a_day_and_for_it_alone() -> None:
    key = private_key(OWN_PRIVATE)
    header = authorization(BROWSER.endpoint, key, contact="mailto:it@example.dk", now=NOW)
    token, _comma, shown = header.removeprefix("vapid t=").partition(", k=")
    audience = "https://fcm.googleapis.com"
    claims = jwt.decode(token, key.public_key(), algorithms=["ES256"], audience=audience)
    assert claims["sub"] == "mailto:it@example.dk"
    assert claims["exp"] == int((NOW + timedelta(hours=12)).timestamp())
    assert unbase64(shown) == public_point(key)


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_takes_no_more_is_gone(status: int) -> None:
    with service() as (fake, origin, system):
        fake.answers["/1"] = status
        to = replace(BROWSER, endpoint=f"{origin}/1")
        assert push.send(WORDS, to, now=NOW, system=system) is push.Outcome.GONE


def test_a_service_that_fails_is_said_without_its_address() -> None:
    with service() as (fake, origin, system):
        fake.answers["/1"] = 503
        with pytest.raises(push.PushError) as caught:
            push.send(WORDS, replace(BROWSER, endpoint=f"{origin}/1"), now=NOW, system=system)
    assert origin not in str(caught.value)


def test_nothing_goes_to_a_host_that_is_not_listed() -> None:
    with override_settings(PUSH_CONTACT="mailto:it@example.dk"), pytest.raises(push.PushError):
        push.send(WORDS, replace(BROWSER, endpoint="https://elsewhere.example/1"), now=NOW)


LISTED = {"push": ["fcm.googleapis.com"]}
BAD = {
    "another host": replace(BROWSER, endpoint="https://elsewhere.example/1"),
    "an inside address": replace(BROWSER, endpoint="https://10.0.0.1/1"),
    "plain http": replace(BROWSER, endpoint="http://fcm.googleapis.com/1"),
    "a name in the address": replace(BROWSER, endpoint="https://fcm.googleapis.com@x.example/1"),
    "too long": replace(BROWSER, endpoint="https://fcm.googleapis.com/" + "x" * 500),
    "no key": replace(BROWSER, public=""),
    "no point on the curve": replace(BROWSER, public=base64(b"\x04" + b"\x01" * 64)),
    "no base64": replace(BROWSER, public="å" * 87),
    "a short secret": replace(BROWSER, secret="AQI"),
}


@pytest.mark.parametrize("why", BAD)
def test_what_is_no_subscription_is_not_taken(why: str) -> None:
    with override_settings(CONNECT_HOSTS=LISTED):
        assert push.may_send_to(BROWSER)
        assert not push.may_send_to(BAD[why])


@pytest.mark.parametrize("text", ["", "short", "A" * 43, base64(b"\xff" * 32), "ikke base64!"])
def test_a_wrong_key_is_named_and_not_shown(text: str) -> None:
    with pytest.raises(KeyFaultError) as caught:
        private_key(text)
    assert not text or text not in str(caught.value)


def test_it_is_off_until_somebody_answers_for_it_and_a_service_is_listed() -> None:
    with override_settings(PUSH_CONTACT="mailto:it@example.dk", CONNECT_HOSTS={}):
        assert not push.configured()
    with override_settings(PUSH_CONTACT="", CONNECT_HOSTS=LISTED):
        assert not push.configured()
    with override_settings(PUSH_CONTACT="mailto:it@example.dk", CONNECT_HOSTS=LISTED):
        assert push.configured()
