"""Answers that have not been sent are ciphertext in the database, whatever they hold.

Fernet (AES-128-CBC with HMAC-SHA256) under keys derived from ``CPR_KEY``, which lies outside the
database; the first of several keys seals, all of them open, so keys can be changed.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

Answers = Mapping[str, Sequence[str]]


class SealBroken(ValueError):
    """The answers do not open: another key, or somebody has changed them."""


def seal(answers: Answers) -> str:
    """One text for the database: ``unseal(seal({"hours": ["12"]})) == {"hours": ["12"]}``."""
    plain = json.dumps({name: list(texts) for name, texts in answers.items()})
    return _box(settings.CPR_KEY).encrypt(plain.encode()).decode()


def unseal(text: str) -> dict[str, list[str]]:
    """What `seal` was given; SealBroken, which never holds the text, when it does not open."""
    try:
        plain = _box(settings.CPR_KEY).decrypt(text.encode())
    except InvalidToken:
        raise SealBroken("The draft was sealed with a key that is not here.") from None
    return {str(name): [str(one) for one in texts] for name, texts in json.loads(plain).items()}


class SealedAnswersField(models.TextField[Any, Any]):
    """``dict[field id, list of texts]`` in Python, ciphertext in the database."""

    def from_db_value(
        self, value: str | None, expression: object, connection: object
    ) -> dict[str, list[str]]:
        return unseal(value) if value else {}

    def get_prep_value(self, value: Any) -> str:
        return seal(value)

    def value_to_string(self, obj: models.Model) -> str:
        # Serializers (dumpdata) ask here: a dump holds ciphertext too.
        return seal(self.value_from_object(obj))


@lru_cache(maxsize=4)
def _box(keys: str) -> MultiFernet:
    return MultiFernet([_fernet(part.strip()) for part in keys.split(",") if part.strip()])


def _fernet(secret: str) -> Fernet:
    use = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"faelled drafts of citizens")
    return Fernet(base64.urlsafe_b64encode(use.derive(secret.encode())))
