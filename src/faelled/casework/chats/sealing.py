"""What is written in a chat is ciphertext in the database, whatever it holds.

Fernet (AES-128-CBC with HMAC-SHA256) under keys derived from ``CPR_KEY``, which lies outside the
database; the first of several keys seals, all of them open, so keys can be changed.
"""

import base64
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models


class SealBroken(ValueError):
    """The words do not open: another key, or somebody has changed them."""


def seal(text: str) -> str:
    """One text for the database: ``unseal(seal("Hej")) == "Hej"``."""
    return _box(settings.CPR_KEY).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What `seal` was given; SealBroken, which never holds the words, when it does not open."""
    try:
        return _box(settings.CPR_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken("The chat was sealed with a key that is not here.") from None


class SealedWordsField(models.TextField[Any, Any]):
    """Text in Python, ciphertext in the database and in a dump."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str:
        return unseal(value) if value else ""

    def get_prep_value(self, value: Any) -> str:
        return seal(str(value))

    def value_to_string(self, obj: models.Model) -> str:
        return seal(str(self.value_from_object(obj)))


@lru_cache(maxsize=4)
def _box(keys: str) -> MultiFernet:
    return MultiFernet([_fernet(part.strip()) for part in keys.split(",") if part.strip()])


def _fernet(secret: str) -> Fernet:
    use = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"faelled chats")
    return Fernet(base64.urlsafe_b64encode(use.derive(secret.encode())))
