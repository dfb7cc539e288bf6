"""CSV with one row for each event, in any order of cases."""

import csv
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from typing import BinaryIO

from faelled.lib.dcr.logs.records import Columns, LogError, LogEvent, LogTrace, moment, named

CASE = "case:"


def read_csv(file: BinaryIO, columns: Columns | None = None) -> Iterator[LogTrace]:
    """The cases in the order of their first rows. The rows are held in memory until the last is
    read, for a case may go on anywhere. Raises LogError with the line.
    """
    names = columns or Columns()
    cases: dict[str, list[LogEvent]] = {}
    about: dict[str, dict[str, str]] = {}
    try:
        rows = csv.DictReader(TextIOWrapper(file, encoding="utf-8-sig", newline=""))
        refuse_missing(names, rows.fieldnames or ())
        for row in rows:
            texts = {key: value for key, value in row.items() if key and value}
            id = texts.get(names.case, "").strip()
            if not id:
                raise LogError(f"Linje {rows.line_num}: rækken hører ikke til en sag.")
            cases.setdefault(id, []).append(_event(texts, names, f"Linje {rows.line_num}"))
            about.setdefault(
                id, {k.removeprefix(CASE): v for k, v in texts.items() if k.startswith(CASE)}
            )
    except (csv.Error, UnicodeDecodeError) as error:
        raise LogError(f"Tabellen kan ikke læses: {error}") from error
    for id, events in cases.items():
        yield LogTrace(id, tuple(events), about[id])


def refuse_missing(names: Columns, found: Sequence[str]) -> None:
    """LogError where a column that no log can do without is not there."""
    missing = [name for name in (names.case, names.activity) if name not in found]
    if missing:
        raise LogError(f"Tabellen mangler kolonnen {', '.join(missing)}.")


def _event(texts: dict[str, str], names: Columns, where: str) -> LogEvent:
    return LogEvent(
        activity=texts.get(names.activity, "").strip(),
        at=moment(texts.get(names.at, ""), where),
        resource=named(texts.get(names.resource)),
        group=named(texts.get(names.group)),
        lifecycle=named(texts.get(names.lifecycle)),
        attributes={key: value for key, value in texts.items() if not key.startswith(CASE)},
    )
