"""Secrets that a guest is given: a link to go on with, and a code to follow the case with.

Only keyed digests are kept, under a key outside the database.
"""

import secrets
from datetime import datetime

from django.utils.crypto import constant_time_compare, salted_hmac

from faelled.lib.dates import local_day

# No letters or digits that are taken for one another on paper or over the telephone.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10


def new_link() -> str:
    """256 random bits, for an address."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """``new_code() == "K7QM2-F9XHD"``: 49 random bits that a person can read aloud."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    return f"{code[:5]}-{code[5:]}"


def digest(kind: str, secret: str) -> str:
    """What the database keeps of a secret; two kinds of one text have two digests."""
    return salted_hmac(f"faelled.intake.{kind}", secret, algorithm="sha256").hexdigest()


def code_digest(code: str) -> str:
    """The same for a code as somebody types it: with or without dash, in any case."""
    return digest("code", "".join(letter for letter in code.upper() if letter in LETTERS))


def source_digest(source: str, now: datetime) -> str:
    """Where a request came from, as it may be kept: another text each day."""
    return digest(f"source.{local_day(now)}", source)


def same(one: str, other: str) -> bool:
    """Whether two digests are one, in a time that does not tell how much of it fits."""
    return bool(one) and constant_time_compare(one, other)
