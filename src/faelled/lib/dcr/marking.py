"""The state of one running case, in four parts [HM10], [HMSZ13], [HNMDS21].

A marking never changes: the engine answers with a new one. Its mappings are plain dicts that nobody
writes to (the types say so), so a marking is cheap to make, compares by content and can be pickled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from faelled.lib.dcr.values import (
    Json,
    Value,
    from_json,
    instant_from_text,
    instant_to_text,
    to_json,
)


@dataclass(frozen=True, slots=True)
class Marking:
    """What has happened, what must happen, what is part of the case, and what is known.

    `executed`: the time of each event's *last* execution. `pending`: what is still owed, with its
    deadline or None. `included`: the events that are part of the case now. `values`: data per event
    (and per variable of the graph); that of a copy of a template is the value that made it.
    `instances`: how many copies each template has (`visit`, or `visit#2.letter` inside a copy).
    All datetimes are aware.
    """

    executed: Mapping[str, datetime] = field(default_factory=dict, hash=False)
    pending: Mapping[str, datetime | None] = field(default_factory=dict, hash=False)
    included: frozenset[str] = frozenset()
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
    instances: Mapping[str, int] = field(default_factory=dict, hash=False)

    def to_json(self) -> dict[str, Json]:
        """Nothing is lost: `Marking.from_json(m.to_json()) == m`.

        >>> Marking(included=frozenset({"b", "a"}), values={"a": 3}).to_json()
        {'executed': {}, 'pending': {}, 'included': ['a', 'b'], 'values': {'a': 3}}
        """
        parts: dict[str, Json] = {
            "executed": {event: instant_to_text(at) for event, at in self.executed.items()},
            "pending": {
                event: None if at is None else instant_to_text(at)
                for event, at in self.pending.items()
            },
            "included": [*sorted(self.included)],
            "values": {event: to_json(value) for event, value in self.values.items()},
        }
        if self.instances:
            parts["instances"] = {**self.instances}
        return parts

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "Marking":
        """Read what `to_json` wrote; ValueError when it is something else."""
        included = data.get("included", [])
        if not isinstance(included, list) or not all(isinstance(id, str) for id in included):
            raise ValueError("included is no list of event ids")
        pending = _part(data, "pending")
        return cls(
            executed={event: _instant(at) for event, at in _part(data, "executed").items()},
            pending={event: None if at is None else _instant(at) for event, at in pending.items()},
            included=frozenset(included),
            values={event: from_json(value) for event, value in _part(data, "values").items()},
            instances={place: _count(n) for place, n in _part(data, "instances").items()},
        )


def _part(data: Mapping[str, object], name: str) -> dict[str, object]:
    part = data.get(name, {})
    if not isinstance(part, dict):
        raise ValueError(f"{name} is no object")
    return part


def _instant(text: object) -> datetime:
    if not isinstance(text, str):
        raise ValueError("a moment must be text")
    return instant_from_text(text)


def _count(number: object) -> int:
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise ValueError("copies are counted from one")
    return number
