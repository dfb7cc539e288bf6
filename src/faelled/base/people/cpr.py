"""CPR numbers at rest: encrypted for reading, and a keyed digest for finding.

AES-256-GCM with a fresh nonce, bound to the person's uuid so that a ciphertext moved to another
row does not open. The digest is HMAC-SHA256 with a key of its own, per authority: there are fewer
than 10^10 CPR numbers, so an unkeyed hash hides nothing, and two authorities' rows do not join.
"""

import hashlib
import hmac
import os
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from faelled.lib.text.cpr import Cpr

VERSION, KEY_ID_BYTES, NONCE_BYTES = b"\x01", 4, 12


class CprSealError(Exception):
    """The number could not be encrypted or decrypted. The message never holds it."""


def encrypt(cpr: Cpr, person: UUID) -> bytes:
    """Version, key id, nonce and ciphertext; raises CprSealError rather than give plain text."""
    key_id, key = next(iter(_keys(settings.CPR_KEY).items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, cpr.digits.encode(), person.bytes)
    if cpr.digits.encode() in sealed:
        raise CprSealError("Encryption gave back the plain text.")
    return VERSION + key_id + nonce + sealed


def decrypt(sealed: bytes, person: UUID) -> Cpr:
    """The number, when the ciphertext is whole, of a known key, and of this person."""
    text = bytes(sealed)
    key_id, rest = text[1 : 1 + KEY_ID_BYTES], text[1 + KEY_ID_BYTES :]
    key = _keys(settings.CPR_KEY).get(key_id)
    if text[:1] != VERSION or key is None:
        raise CprSealError("The CPR number was encrypted with a key that is not here.")
    try:
        plain = AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], person.bytes)
    except InvalidTag:
        raise CprSealError("The encrypted CPR number does not belong to this person.") from None
    return Cpr(plain.decode())


def digest(cpr: Cpr, authority: UUID) -> str:
    """What ``Person.cpr_digest`` holds: 64 hexadecimal digits, the same each time."""
    key = _derive(settings.CPR_SEARCH_KEY, b"faelled cpr search")
    return hmac.new(key, authority.bytes + cpr.digits.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def _keys(text: str) -> dict[bytes, bytes]:
    """Key id -> key, the newest first. ``CPR_KEY`` may hold several, parted by commas, so that
    rows under an old key still open while they are encrypted anew.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        raise CprSealError("CPR_KEY is empty.")
    return {_key_id(part): _derive(part, b"faelled cpr encryption") for part in parts}


def _key_id(part: str) -> bytes:
    return _derive(part, b"faelled cpr key id")[:KEY_ID_BYTES]


@lru_cache(maxsize=16)
def _derive(secret: str, use: bytes) -> bytes:
    if not secret:
        raise CprSealError("The key is empty.")
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=use).derive(secret.encode())
