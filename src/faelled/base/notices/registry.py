"""What can wait for an employee: higher rooms say it in ``ready()``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from faelled.base.access.actor import Actor
from faelled.base.ui.navigation import opens_to


@dataclass(frozen=True, slots=True)
class Window:
    """From, not including, ``since`` up to ``until``; read as things stand at ``now``."""

    since: datetime
    until: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that waits, with the list it stands on.

    ``count(reader, window)``: how many still wait that began to in the window, of what the reader
    may see; one query. ``sentence`` is shown on a locked telephone, so it says nothing but that.
    """

    key: str
    label: str | Promise
    sentence: str | Promise
    url_name: str
    count: Callable[[Actor, Window], int]


@dataclass(frozen=True, slots=True)
class Waits:
    kind: Kind
    count: int


class WaitingKinds:
    """A registry that refuses a key twice: ``WAITING.add(Kind("orders", ...))``."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}

    def add(self, kind: Kind) -> None:
        if kind.key in self._kinds:
            raise ValueError(f"{kind.key} is named twice.")
        self._kinds[kind.key] = kind

    def __iter__(self) -> Iterator[Kind]:
        return iter(self._kinds.values())

    def new_for(self, reader: Actor, window: Window) -> tuple[Waits, ...]:
        """What newly waits on the pages that open to ``reader``; nothing for nobody."""
        if reader.employee_id is None:
            return ()
        counted = (
            Waits(kind, kind.count(reader, window))
            for kind in self
            if opens_to(kind.url_name, reader)
        )
        return tuple(waits for waits in counted if waits.count)


WAITING = WaitingKinds()
