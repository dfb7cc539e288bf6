"""CSV with one row for each event into frames, in any order of cases."""

from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO

import polars as pl

from faelled.lib.dcr.logs.danish import plain
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.gathering import FIXED, Gathering
from faelled.lib.dcr.logs.records import Columns
from faelled.lib.dcr.logs.table import CASE, Table, opened, refuse_row, rows_of


def csv_frames(
    file: BinaryIO, columns: Columns | None = None, attributes: Sequence[str] = ()
) -> EventLog:
    """The log in a table; the case's own attributes are those of its first row.

    Numbers and dates of attributes written as in Denmark are given as in code (`danish.plain`).
    Raises LogError with the line for a table that cannot be read.
    """
    names = columns or Columns()
    gathering = Gathering(attributes)
    table = opened(file, names, attributes)
    _gather(table, names, attributes, gathering)
    log = gathering.log()
    commas = table.delimiter != ","  # between the cells; else a comma in one may be English
    return replace(
        log,
        events=_plain(log.events, attributes, commas),
        cases=_plain(log.cases, log.cases.columns[1:], commas),
    )


def _plain(frame: pl.DataFrame, columns: Sequence[str], commas: bool) -> pl.DataFrame:
    found = [pl.Series(name, plain(frame[name].to_list(), commas), pl.String) for name in columns]
    return frame.with_columns(found) if found else frame


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


def _gather(table: Table, names: Columns, attributes: Sequence[str], gathering: Gathering) -> None:
    places = _Places(table.header, names, attributes)
    cases: dict[str, int] = {}
    for row in rows_of(table):
        id = row[places.case].strip() if places.case < len(row) else ""
        line = table.rows.line_num
        refuse_row(line, id, places.activity(row), row[len(table.header) :])
        if id not in cases:
            cases[id] = len(cases)
            gathering.case(id, places.about(row))
        gathering.events(cases[id], [places.event(row)])
