"""The outside systems we know: one entry each, with its limits and where it may be called."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.conf import settings

from faelled.base.connect.allowed import Allowed, parse_entry
from faelled.base.connect.breaker import Breaker


def no_hosts() -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class System:
    """A neighbour. Seconds per socket step and in all; bytes of the largest answer.

    ``System("oidc", "Log-in")`` may be called where ``settings.CONNECT_HOSTS["oidc"]`` and
    ``own_hosts()`` say (entries as in ``allowed``).
    """

    key: str
    title: str
    step_seconds: float = 4.0
    total_seconds: float = 8.0
    max_bytes: int = 1024 * 1024
    own_hosts: Callable[[], tuple[str, ...]] = no_hosts
    breaker: Breaker = field(default_factory=Breaker, compare=False)

    def allowed(self) -> tuple[Allowed, ...]:
        entries = (*settings.CONNECT_HOSTS.get(self.key, ()), *self.own_hosts())
        return tuple(parse_entry(entry) for entry in entries)


class DuplicateSystemError(Exception):
    """Two systems claim one key."""


class Systems:
    """A registry of systems that refuses a key twice."""

    def __init__(self) -> None:
        self._systems: dict[str, System] = {}

    def register(self, system: System) -> System:
        if system.key in self._systems:
            raise DuplicateSystemError(
                f"A system with the key {system.key!r} is already registered."
            )
        self._systems[system.key] = system
        return system

    def __getitem__(self, key: str) -> System:
        return self._systems[key]

    def __iter__(self) -> Iterator[System]:
        return iter(self._systems.values())


SYSTEMS = Systems()
