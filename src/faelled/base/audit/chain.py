"""The keyed chain, as arithmetic: no rows, no clock. Writer and verifier both stand on it.

A row's digest is HMAC-SHA256 over the digest before it and the canonical text of all its fields
(after Schneier and Kelsey 1999, *Secure audit logs to support computer forensics*, with a MAC
where they evolve the key). Without the key nobody can make a row that fits.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


class NotCanonicalError(ValueError):
    """The value has no single text form (a float, a date, bytes), so it cannot be chained."""


@dataclass(frozen=True, slots=True)
class Link:
    """Every field of one entry. ``subjects`` and ``detail`` are canonical JSON texts."""

    stream: str
    seq: int
    at: datetime
    action: str
    authority_id: int
    actor_id: str
    on_behalf_of_id: str
    unit_id: int | None
    purpose: str
    subjects: str
    detail: str


def canonical(value: Json) -> str:
    """One text for one value: ``canonical({"b": 1, "a": []}) == '{"a":[],"b":1}'``.

    Raises NotCanonicalError for floats and anything JSON has no exact form for.
    """
    _refuse_inexact(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _refuse_inexact(value: object) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise NotCanonicalError(f"A key of type {type(key).__name__} cannot be logged.")
            _refuse_inexact(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_inexact(inner)
    elif value is not None and not isinstance(value, str | int):
        raise NotCanonicalError(f"A value of type {type(value).__name__} cannot be logged.")


def digest(key: str, previous: str, link: Link) -> str:
    """The digest of ``link`` after ``previous`` ("" for the first), 64 hexadecimal digits."""
    fields: dict[str, Json] = {
        "stream": link.stream,
        "seq": link.seq,
        "at": link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "action": link.action,
        "authority": link.authority_id,
        "actor": link.actor_id,
        "on_behalf_of": link.on_behalf_of_id,
        "unit": link.unit_id,
        "purpose": link.purpose,
        "subjects": link.subjects,
        "detail": link.detail,
    }
    return mac(key, "entry", previous, canonical(fields))


def head_seal(key: str, stream: str, count: int, last_digest: str) -> str:
    """What the head row carries so that nobody without the key can move it back."""
    return mac(key, "head", stream, str(count), last_digest)


def mac(key: str, *parts: str) -> str:
    """HMAC-SHA256 over the parts, each preceded by its length so that none can slide over."""
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
