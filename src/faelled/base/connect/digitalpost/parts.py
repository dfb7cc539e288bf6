"""How a MeMo element is a frozen dataclass: the fields in order, each with its element's name."""

import dataclasses
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

NAMESPACES = {
    "memo": "https://DigitalPost.dk/MeMo-1",
    "grd": "https://data.gov.dk/model/core/",
    "gln": "https://www.gs1.dk/gs1-standarder/identifikation/gln-global-location-number/",
    "udd": (
        "https://www.dst.dk/da/TilSalg/Forskningsservice/Dokumentation/"
        "hoejkvalitetsvariable/elevregister-2/udd#"
    ),
    "kle": "http://kle-online.dk/",
    "form": "http://www.form-online.dk/",
    "dmv": "https://motorregister.skat.dk/",
    "sor": "https://services.nsi.dk/en/Services/SOR",
}


class Part:
    """One element of a message. Its ``repr`` is its name only: a part may hold a CPR number."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def need(tag: str) -> Any:
    """A child element that must be there: ``message_uuid: str = need("memo:messageUUID")``."""
    return field(metadata={"tag": tag})


def may(tag: str) -> Any:
    """A child element that may be left out."""
    return field(default=None, metadata={"tag": tag})


def many(tag: str) -> Any:
    """A child element that may come any number of times."""
    return field(default=(), metadata={"tag": tag})


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of a part, as reader and writer see it: ``kind`` is a Part or a plain type."""

    name: str
    tag: str
    kind: type
    required: bool
    repeated: bool

    @property
    def qualified(self) -> str:
        """``"{https://DigitalPost.dk/MeMo-1}label"``."""
        prefix, name = self.tag.split(":")
        return f"{{{NAMESPACES[prefix]}}}{name}"


_KNOWN: dict[type, tuple[Slot, ...]] = {}


def slots_of(part: type) -> tuple[Slot, ...]:
    """The fields of ``part`` in the order of the official examples."""
    if part not in _KNOWN:
        _KNOWN[part] = tuple(_slots(part))
    return _KNOWN[part]


def _slots(part: type) -> Iterator[Slot]:
    hints = typing.get_type_hints(part)
    for one in dataclasses.fields(part):
        hint = hints[one.name]
        repeated = typing.get_origin(hint) is tuple
        if repeated or isinstance(hint, types.UnionType):
            hint = typing.get_args(hint)[0]
        required = one.default is dataclasses.MISSING
        yield Slot(one.name, one.metadata["tag"], hint, required, repeated)
