"""What a log holds, whatever its format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from faelled.lib.dcr.logs.danish import danish_moment

COMPLETE = frozenset({"", "complete"})


class LogError(ValueError):
    """The log cannot be read; the message says why and where, in Danish."""


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One line of a log, in the words of XES (IEEE 1849).

    ``lifecycle`` is "complete" where the log has no other word; ``resource`` and ``group`` are
    empty where it names nobody. ``attributes`` holds every attribute as it was written.
    """

    activity: str
    at: datetime | None = None
    resource: str = ""
    group: str = ""
    lifecycle: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def completes(self) -> bool:
        """Whether the activity was done: not only planned, begun or suspended."""
        return self.lifecycle.lower() in COMPLETE


@dataclass(frozen=True, slots=True)
class LogTrace:
    """One case of a log: its events in the log's own order."""

    id: str
    events: tuple[LogEvent, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a CSV log are called; the defaults are pm4py's."""

    case: str = "case:concept:name"
    activity: str = "concept:name"
    at: str = "time:timestamp"
    resource: str = "org:resource"
    group: str = "org:group"
    lifecycle: str = "lifecycle:transition"


def moment(text: str, where: str) -> datetime | None:
    """An ISO 8601 instant, one without an offset taken as UTC; or a Danish one, by Danish clocks.
    LogError names ``where``.

    >>> moment("2011-10-11T13:45:40.276+02:00", "").isoformat()
    '2011-10-11T13:45:40.276000+02:00'
    """
    if not text.strip():
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        danish = danish_moment(text)
        if danish is not None:
            return danish
        raise LogError(
            f"{where}: »{text[:40]}« er ikke et tidspunkt. "
            "Skriv fx 2025-12-31 14:05 eller 31-12-2025 14.05."
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def named(text: str | None) -> str:
    """A name, or nothing where the log says that it has none (EMPTY and UNKNOWN are XES's own)."""
    text = (text or "").strip()
    return "" if text.upper() in {"EMPTY", "UNKNOWN"} else text
