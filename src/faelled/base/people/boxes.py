"""Text that is ciphertext in the database, whatever it holds: drafts of citizens, chats.

Fernet (AES-128-CBC with HMAC-SHA256) under keys derived from ``CPR_KEY``, which lies outside the
database; the first of several keys seals, all of them open, so keys can be changed.
"""

import base64
from dataclasses import dataclass
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SealBroken(ValueError):
    """The text does not open: another key, or somebody has changed it. Never holds the text."""


@dataclass(frozen=True, slots=True)
class Box:
    """One use of the keys: what is sealed in one box opens in no other.

    ``Box(b"faelled chats").open(Box(b"faelled chats").seal("Hej")) == "Hej"``
    """

    use: bytes

    def seal(self, text: str) -> str:
        return _fernets(settings.CPR_KEY, self.use).encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        try:
            return _fernets(settings.CPR_KEY, self.use).decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise SealBroken("It was sealed with a key that is not here.") from None


@lru_cache(maxsize=16)
def _fernets(keys: str, use: bytes) -> MultiFernet:
    return MultiFernet([_fernet(part.strip(), use) for part in keys.split(",") if part.strip()])


def _fernet(secret: str, use: bytes) -> Fernet:
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=use)
    return Fernet(base64.urlsafe_b64encode(key.derive(secret.encode())))
