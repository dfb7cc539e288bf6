"""Which addresses a system may be called on, and which network addresses are public.

An entry is ``"login.example.dk"`` (https, port 443, public addresses only),
``"https://login.example.dk:8443"`` (that port, still public only) or
``"private http://127.0.0.1:9000"`` (a neighbour on the inside; only there plain http may be used).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

PORTS = {"https": 443, "http": 80}


class EntryError(ValueError):
    """An entry of the allow-list cannot be read."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """One origin that may be called; ``private`` lets it stand on an inside address."""

    scheme: str
    host: str
    port: int
    private: bool = False


def parse_entry(text: str) -> Allowed:
    """``parse_entry("login.example.dk") == Allowed("https", "login.example.dk", 443)``."""
    words = text.split()
    private = words[:1] == ["private"]
    rest = words[1:] if private else words
    if len(rest) != 1:
        raise EntryError(f"{text!r} is not a host or an origin.")
    origin = _origin(rest[0] if "://" in rest[0] else f"https://{rest[0]}")
    if origin is None:
        raise EntryError(f"{text!r} is not a host or an origin.")
    scheme, host, port = origin
    if scheme == "http" and not private:
        raise EntryError(f"{text!r}: plain http is only for 'private' neighbours.")
    return Allowed(scheme, host, port, private)


def find(url: str, entries: Iterable[Allowed]) -> Allowed | None:
    """The entry that admits ``url``, or None. A URL with a user name in it is never admitted."""
    parts = urlsplit(url)
    origin = _origin(url)
    if origin is None or "@" in parts.netloc:
        return None
    return next((e for e in entries if (e.scheme, e.host, e.port) == origin), None)


def _origin(url: str) -> tuple[str, str, int] | None:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname.rstrip(".").lower(), port or PORTS[parts.scheme]


def is_public(address: str) -> bool:
    """Whether a numeric address is on the open internet; ``is_public("::ffff:10.0.0.1")`` is False.

    Addresses that carry an IPv4 address inside (mapped, 6to4, Teredo, NAT64) count as that one.
    """
    ip = ip_address(address.split("%")[0])
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
        if ip in NAT64:
            return is_public(".".join(str(byte) for byte in ip.packed[-4:]))
    return ip.is_global and not ip.is_multicast


class _Nat64:
    """RFC 6052: the well-known prefix 64:ff9b::/96."""

    def __contains__(self, ip: IPv6Address) -> bool:
        return ip.packed[:12] == bytes.fromhex("0064ff9b0000000000000000")


NAT64 = _Nat64()
