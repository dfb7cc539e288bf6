"""Where on the net a request came from, and as whom that is counted."""

from ipaddress import AddressValueError, IPv4Address, IPv6Address, IPv6Network

from django.conf import settings
from django.http import HttpRequest

# The smallest network that is handed out: whoever has it has 2^64 addresses to change to.
NETWORK = 64


def address_of(request: HttpRequest) -> str:
    """Where a request came from: the last that our own proxy added, never what the sender says."""
    if settings.SECURE_PROXY_SSL_HEADER and "X-Forwarded-For" in request.headers:
        return request.headers["X-Forwarded-For"].rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def counted_as(address: str) -> str:
    """The whole of an IPv4 address, the first 64 bits of an IPv6 one.

    ``counted_as("2001:db8:1:2:3::9") == "2001:db8:1:2::/64"``, and one IPv4 address is the same
    however it is written: ``counted_as("::ffff:192.0.2.1") == "192.0.2.1"``.
    """
    plain = address.strip().strip("[]").partition("%")[0]
    try:
        six = IPv6Address(plain)
    except AddressValueError:
        return _four(plain)
    if six.ipv4_mapped is not None:
        return str(six.ipv4_mapped)
    return str(IPv6Network((six, NETWORK), strict=False))


def _four(text: str) -> str:
    """What is no address at all counts as one, so that odd words are no way round."""
    try:
        return str(IPv4Address(text))
    except AddressValueError:
        return ""
