"""The installations that this one sends orders to and takes them from (``FAELLED_NEIGHBOURS``)."""

import json
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from faelled.base.connect.systems import System

SHORTEST_SECRET = 32
TOTAL_SECONDS = 30.0


class NeighbourSettingError(ValueError):
    """A row of the setting cannot be used; says which and why, never the secret."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One installation. ``key``: what it calls itself; ``us``: what we call ourselves to it;
    ``authority``: the municipality code of the authority of ours that it may write to.
    """

    key: str
    name: str
    url: str
    secret: str
    us: str
    authority: str

    def __repr__(self) -> str:
        return f"<Neighbour {self.key}>"


def neighbours() -> tuple[Neighbour, ...]:
    return _read(str(settings.NEIGHBOURS))


def neighbour_named(key: str) -> Neighbour | None:
    return next((one for one in neighbours() if one.key == key), None)


@cache
def system_of(key: str, name: str) -> System:
    """The neighbour as a system of its own: its breaker is nobody else's.

    It may be called where ``FAELLED_CONNECT`` has ``"neighbour": ["https://..."]``.
    """
    return System("neighbour", name, total_seconds=TOTAL_SECONDS)


@cache
def _read(text: str) -> tuple[Neighbour, ...]:
    try:
        rows = json.loads(text or "[]")
    except ValueError:
        raise NeighbourSettingError("FAELLED_NEIGHBOURS is not JSON.") from None
    if not isinstance(rows, list):
        raise NeighbourSettingError("FAELLED_NEIGHBOURS must be a JSON list.")
    found = tuple(_row(row) for row in rows)
    if len({one.key for one in found}) != len(found):
        raise NeighbourSettingError("FAELLED_NEIGHBOURS has a key twice.")
    return found


def _row(row: Any) -> Neighbour:
    names = {field.name for field in fields(Neighbour)}
    whole = isinstance(row, dict) and set(row) == names
    if not whole or not all(isinstance(text, str) and text for text in row.values()):
        raise NeighbourSettingError(f"FAELLED_NEIGHBOURS: each row needs {sorted(names)}.")
    if len(row["secret"]) < SHORTEST_SECRET:
        raise NeighbourSettingError(
            f"FAELLED_NEIGHBOURS: the secret of {row['key']} is shorter than {SHORTEST_SECRET}."
        )
    return Neighbour(**row)


def check_neighbours(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Stops the site at start when the setting cannot be read."""
    try:
        neighbours()
    except NeighbourSettingError as error:
        return [Error(str(error), id="connect.E003")]
    return []
