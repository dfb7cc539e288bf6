"""Read TOML tables strictly: every key is known, of its type, and every mistake is collected.

tomllib gives values without places, so the lines are found anew by reading the headers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from faelled.lib.dcr.formats.problems import Problems

Place = tuple[str | int, ...]

LONGEST_LABEL = 80

_HEADER = re.compile(r"^\s*(\[\[|\[)([\w.\-\"' \t]++)\]")
_KEY = re.compile(r"^\s*([\w-]+|\"[^\"]+\")\s*=")


class Lines:
    """Where each table and key of a TOML text stands: `at(("events", 2, "roles"))`.

    Arrays written in line (`fields = [{...}]`) are found by the line of their key.
    """

    def __init__(self, text: str) -> None:
        self._line: dict[Place, int] = {}
        counts: dict[Place, int] = {}
        here: Place = ()
        in_string = ""
        for number, line in enumerate(text.splitlines(), start=1):
            if in_string:
                in_string = "" if in_string in line else in_string
                continue
            if header := _HEADER.match(line):
                here = self._enter(header[1] == "[[", header[2], counts)
                self._line.setdefault(here, number)
            elif key := _KEY.match(line):
                self._line.setdefault((*here, key[1].strip('"')), number)
                in_string = next((q for q in ('"""', "'''") if line.count(q) % 2), "")

    @staticmethod
    def _enter(is_array: bool, name: str, counts: dict[Place, int]) -> Place:
        """The place of `[[events.fields]]`: inside the last event seen, one field further."""
        here: Place = ()
        parts = [part.strip().strip("\"'") for part in name.split(".")]
        for depth, part in enumerate(parts):
            here = (*here, part)
            if is_array and depth == len(parts) - 1:
                counts[here] = counts.get(here, -1) + 1
            if here in counts:
                here = (*here, counts[here])
        return here

    def at(self, place: Place) -> int | None:
        """The line of a place, or of the nearest table around it."""
        while place:
            if place in self._line:
                return self._line[place]
            place = place[:-1]
        return None


class Table:
    """One TOML table being read: take every known key, then `close()` reports the rest."""

    def __init__(
        self, data: Mapping[str, Any], *, place: Place, path: str, lines: Lines, problems: Problems
    ) -> None:
        self._data, self._place, self._lines, self._problems = data, place, lines, problems
        self._taken: set[str] = set()
        self.path = path

    def wrong(self, key: str, message: str) -> None:
        """Report a problem at a key of this table ("" = the table itself)."""
        place = (*self._place, key) if key else self._place
        path = f"{self.path}.{key}" if self.path and key else self.path or key
        self._problems.add(path, message, self._lines.at(place))

    def raw(self, key: str) -> Any:
        """The value as tomllib gave it, None when absent; the key counts as known."""
        self._taken.add(key)
        return self._data.get(key)

    def text(self, key: str, default: str = "") -> str:
        """A string; a number is a mistake."""
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, str):
            self.wrong(key, "Her skal stå en tekst i anførselstegn.")
            return default
        return value.strip()

    def required_text(self, key: str) -> str:
        """A string that must be there and say something."""
        value = self.text(key)
        if not value and not isinstance(self._data.get(key), (int, float, list, dict)):
            self.wrong(key, f"»{key}« mangler.")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(key, "Her skal stå true eller false.")
            return default
        return value

    def bound(self, key: str) -> str | None:
        """The text of a limit: numbers and dates may be written bare, `min = 1`."""
        value = self.raw(key)
        if value is None:
            return None
        if isinstance(value, (bool, list, dict)):
            self.wrong(key, "Her skal stå et tal, en dato eller en tekst.")
            return None
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        value = self.raw(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong(key, 'Her skal stå en liste af tekster, fx ["a", "b"].')
            return ()
        return tuple(item.strip() for item in value)

    def instant(self, key: str) -> datetime | None:
        """A moment with its zone, or None when absent."""
        value = self.raw(key)
        if value is None or (isinstance(value, datetime) and value.tzinfo is not None):
            return value
        self.wrong(key, "Her skal stå et tidspunkt med tidszone, fx 2027-01-04T09:00:00+01:00.")
        return None

    def length(self, key: str) -> int:
        """How many there are in a list; 0 for anything else."""
        value = self._data.get(key)
        return len(value) if isinstance(value, list) else 0

    def has(self, key: str) -> bool:
        """Whether the key is there at all."""
        return key in self._data

    @property
    def line(self) -> int | None:
        """Where the table begins."""
        return self._lines.at(self._place)

    def tables(self, key: str, name: str = "id") -> Iterator["Table"]:
        """The tables of an array; in messages each is called by its `name` key, else #number."""
        value = self.raw(key)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong(key, f"Her skal stå tabeller, [[{key}]] for hver.")
            return
        for index, item in enumerate(value):
            called = item.get(name)
            label = called if isinstance(called, str) and called else f"#{index + 1}"
            if len(label) > LONGEST_LABEL:
                label = f"{label[:LONGEST_LABEL]}…"
            yield self._inner(item, (*self._place, key, index), f"{key}.{label}")

    def table(self, key: str) -> "Table":
        """A table inside this one; empty when absent."""
        value = self.raw(key)
        if value is not None and not isinstance(value, dict):
            self.wrong(key, f"Her skal stå en tabel, [{key}].")
            value = None
        return self._inner(value or {}, (*self._place, key), key)

    def _inner(self, data: Mapping[str, Any], place: Place, name: str) -> "Table":
        path = f"{self.path}.{name}" if self.path else name
        return Table(data, place=place, path=path, lines=self._lines, problems=self._problems)

    @property
    def keys(self) -> Sequence[str]:
        """Every key of the table, in the file's order."""
        return tuple(self._data)

    def close(self) -> None:
        """Report every key that nobody asked for."""
        for key in self._data:
            if key not in self._taken:
                known = ", ".join(sorted(self._taken))
                self.wrong(key, f"»{key}« kendes ikke her. Kendte nøgler: {known}.")


def plain(value: Any) -> Any:
    """A TOML value as the values of a marking: lists become tuples of text, or of rows; tables
    become plain dicts.
    """
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        return tuple(plain(item) for item in value)
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return Decimal(str(value)) if isinstance(value, float) else value
