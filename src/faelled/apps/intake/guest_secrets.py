"""Secrets that a guest is given: a link to go on with, and a code to follow the case with.

Of a link a keyed digest is kept, under a key outside the database. A code is short enough to be
tried out by who has that key too, so its digest is kept as a password is: slow, and with a salt.
"""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.utils.crypto import salted_hmac

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
    """What the database keeps of a code; another text each time."""
    return make_password(_keyed(code))


def opens(kept: str, code: str) -> bool:
    """Whether a code as somebody types it, with or without dash and in any case, is the one that
    is kept. Where none is (``""``) it is not, and that takes as long to say.
    """
    return check_password(_keyed(code), kept)


def _keyed(code: str) -> str:
    return digest("code", "".join(letter for letter in code.upper() if letter in LETTERS))


def source_digest(source: str, now: datetime) -> str:
    """Where a request came from, as it may be kept: another text each day."""
    return digest(f"source.{local_day(now)}", source)
