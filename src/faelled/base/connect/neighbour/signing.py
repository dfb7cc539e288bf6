"""A message is signed with a secret that the two installations share, and holds for five minutes.

``X-Faelled-Neighbour: <who sends>`` and ``X-Faelled-Signature: t=1777885200,v1=<hex>``, where the
hex is HMAC-SHA256 over ``<who sends>.<t>.<body>``. The receipt that answers is signed the same way.
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta

HOLDS = timedelta(minutes=5)
SENDER, SIGNATURE = "X-Faelled-Neighbour", "X-Faelled-Signature"
_FORM = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def sign(body: bytes, *, sender: str, secret: str, now: datetime) -> dict[str, str]:
    """The two headers: ``sign(b"{}", sender="nordby", secret=secret, now=now)``."""
    seconds = str(int(now.timestamp()))
    return {
        SENDER: sender,
        SIGNATURE: f"t={seconds},v1={_digest(body, sender, seconds, secret)}",
    }


def holds(body: bytes, signature: str, *, sender: str, secret: str, now: datetime) -> bool:
    """Whether ``sender`` signed exactly this body, and just now."""
    found = _FORM.fullmatch(signature)
    if found is None or abs(now.timestamp() - int(found[1])) > HOLDS.total_seconds():
        return False
    return hmac.compare_digest(_digest(body, sender, found[1], secret), found[2])


def _digest(body: bytes, sender: str, seconds: str, secret: str) -> str:
    text = f"{sender}.{seconds}.".encode() + body
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
