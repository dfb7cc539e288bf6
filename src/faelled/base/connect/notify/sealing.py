"""How a push notice is sealed for one browser (RFC 8291) and signed by this site (RFC 8292).

The push service carries what it cannot read: the keys are the browser's and, for each notice, a
pair of our own that is thrown away.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
POINT_BYTES, SECRET_BYTES, SALT_BYTES, RECORD_BYTES = 65, 16, 16, 4096
LAST_RECORD = b"\x02"
SIGNED_FOR = timedelta(hours=12)


class KeyFaultError(ValueError):
    """A key that is not one; the message holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser gives who may send to it; ``public`` and ``secret`` in base64url."""

    endpoint: str
    public: str
    secret: str


def unbase64(text: str) -> bytes:
    """``unbase64("AQI") == b"\\x01\\x02"``: base64url, with or without its ``=``."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise KeyFaultError("That is not base64url.") from error


def base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """The site's own key from its 32 bytes in base64url (the setting ``FAELLED_PUSH_KEY``)."""
    raw = unbase64(text)
    if len(raw) != 32:
        raise KeyFaultError("A key for push notices is 32 bytes.")
    try:
        return ec.derive_private_key(int.from_bytes(raw, "big"), CURVE)
    except ValueError as error:
        raise KeyFaultError("Those 32 bytes are no key on the curve P-256.") from error


def public_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The 65 bytes that a browser is given to know this site by."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def read_browser_keys(to: Subscription) -> tuple[ec.EllipticCurvePublicKey, bytes]:
    """The browser's key and secret; KeyFaultError where they are not what they say."""
    point, secret = unbase64(to.public), unbase64(to.secret)
    if len(point) != POINT_BYTES or len(secret) != SECRET_BYTES:
        raise KeyFaultError("The browser's keys have the wrong length.")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point), secret
    except ValueError as error:
        raise KeyFaultError("The browser's key is no point on the curve P-256.") from error


def seal(plain: bytes, to: Subscription) -> bytes:
    """The body of one notice, sealed with a key and a salt of its own."""
    return seal_with(plain, to, ec.generate_private_key(CURVE), os.urandom(SALT_BYTES))


def seal_with(
    plain: bytes, to: Subscription, own: ec.EllipticCurvePrivateKey, salt: bytes
) -> bytes:
    """RFC 8291, section 3.4, in one record of RFC 8188."""
    theirs, secret = read_browser_keys(to)
    ours = public_point(own)
    about = b"WebPush: info\x00" + unbase64(to.public) + ours
    material = _derive(own.exchange(ec.ECDH(), theirs), salt=secret, info=about, length=32)
    key = _derive(material, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=16)
    nonce = _derive(material, salt=salt, info=b"Content-Encoding: nonce\x00", length=12)
    sealed = AESGCM(key).encrypt(nonce, plain + LAST_RECORD, None)
    head = salt + RECORD_BYTES.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return head + sealed


def authorization(
    endpoint: str, key: ec.EllipticCurvePrivateKey, *, contact: str, now: datetime
) -> str:
    """The header that tells the push service who sends (RFC 8292): for this service, half a day."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + SIGNED_FOR).timestamp()),
        "sub": contact,
    }
    token = jwt.encode(claims, key, algorithm="ES256")
    return f"vapid t={token}, k={base64(public_point(key))}"


def _derive(material: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)
