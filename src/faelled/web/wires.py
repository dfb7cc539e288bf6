"""What leaves this machine in clear: refused at start, unless its host is named as one's own.

Everything else that goes out is https, or mail under TLS (``base.connect``).
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from faelled.web.environment import SettingError

OWN_MACHINE = frozenset({"", "localhost", "127.0.0.1", "::1"})
VERIFIED = frozenset({"verify-ca", "verify-full"})


def listened_to(host: str, sslmode: str) -> bool:
    """Whether others can listen, or stand in between: ``listened_to("db.example.dk", "require")``.

    A socket and the loopback address stay on the machine.
    """
    return host not in OWN_MACHINE and not host.startswith("/") and sslmode not in VERIFIED


def refuse_in_clear(database: Mapping[str, Any], clamd: str, trusted: Sequence[str]) -> None:
    """SettingError for a database, or a virus scanner, on another machine that is asked in clear.

    ``trusted`` are the hosts that the operator has named in FAELLED_CLEAR_HOSTS: a wire of one's
    own, or one that something else encrypts. ``clamd`` is "" where no scanner is chosen.
    """
    host, options = str(database.get("HOST") or ""), database.get("OPTIONS") or {}
    if host not in trusted and listened_to(host, str(options.get("sslmode", ""))):
        raise SettingError(
            f"DATABASE_URL: the way to {host} is not certainly encrypted and known. Add"
            " ?sslmode=verify-full, or name the host in FAELLED_CLEAR_HOSTS."
        )
    scanner = urlsplit(clamd).hostname or ""
    if scanner not in trusted and listened_to(scanner, ""):
        raise SettingError(
            f"FAELLED_CLAMAV: files would go to {scanner} in clear. Use a socket or an encrypted"
            " tunnel on this machine, or name the host in FAELLED_CLEAR_HOSTS."
        )
