"""CSV with one row for each event into frames, in any order of cases."""

import csv
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.gathering import FIXED, Gathering
from faelled.lib.dcr.logs.records import Columns
from faelled.lib.dcr.logs.table import CASE, opened, refuse_missing, refuse_row, unreadable

if TYPE_CHECKING:
    import _csv


def csv_frames(
    file: BinaryIO, columns: Columns | None = None, attributes: Sequence[str] = ()
) -> EventLog:
    """The log in a table; the case's own attributes are those of its first row.

    Raises LogError with the line for a table that cannot be read.
    """
    names = columns or Columns()
    gathering = Gathering(attributes)
    try:
        lines, delimiter = opened(file)
        rows = csv.reader(lines, delimiter=delimiter, strict=True)
        header = next(rows, [])
        refuse_missing(names, header)
        _gather(rows, header, names, attributes, gathering)
    except (csv.Error, UnicodeDecodeError) as error:
        raise unreadable(error) from error
    return gathering.log()


class _Places:
    """Where in a row the parts stand; a row may be shorter than the header."""

    def __init__(self, header: Sequence[str], names: Columns, attributes: Sequence[str]) -> None:
        wanted = (names.activity, names.at, names.resource, names.group, names.lifecycle)
        self.case = header.index(names.case)
        self._activity = header.index(names.activity)
        self._parts = [
            header.index(name) if name in header else -1 for name in (*wanted, *attributes)
        ]
        assert len(wanted) == len(FIXED)
        self._about = [
            (name.removeprefix(CASE), at) for at, name in enumerate(header) if name.startswith(CASE)
        ]

    def activity(self, row: Sequence[str]) -> str:
        return row[self._activity] if self._activity < len(row) else ""

    def event(self, row: Sequence[str]) -> list[str | None]:
        length = len(row)
        return [(row[at] or None) if 0 <= at < length else None for at in self._parts]

    def about(self, row: Sequence[str]) -> dict[str, str]:
        return {name: row[at] for name, at in self._about if at < len(row) and row[at]}


def _gather(
    rows: "_csv.Reader",
    header: Sequence[str],
    names: Columns,
    attributes: Sequence[str],
    gathering: Gathering,
) -> None:
    places = _Places(header, names, attributes)
    cases: dict[str, int] = {}
    for row in rows:
        if not row:
            continue
        id = row[places.case].strip() if places.case < len(row) else ""
        refuse_row(rows.line_num, id, places.activity(row), row[len(header) :])
        if id not in cases:
            cases[id] = len(cases)
            gathering.case(id, places.about(row))
        gathering.events(cases[id], [places.event(row)])
