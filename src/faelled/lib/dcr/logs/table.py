"""CSV with one row for each event, in any order of cases.

Commas or semicolons between the cells: whichever the first line has more of.
"""

import csv
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from itertools import chain
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
        lines, delimiter = opened(file)
        rows = csv.DictReader(lines, delimiter=delimiter, strict=True)
        header = rows.fieldnames or ()
        refuse_missing(names, header)
        for row in rows:
            texts = {key: value for key, value in row.items() if key and value}
            id = texts.get(names.case, "").strip()
            refuse_row(rows.line_num, id, texts.get(names.activity, ""), row.get(None) or ())
            cases.setdefault(id, []).append(_event(texts, names, f"Linje {rows.line_num}"))
            about.setdefault(
                id, {k.removeprefix(CASE): v for k, v in texts.items() if k.startswith(CASE)}
            )
    except (csv.Error, UnicodeDecodeError) as error:
        raise unreadable(error) from error
    for id, events in cases.items():
        yield LogTrace(id, tuple(events), about[id])


def opened(file: BinaryIO) -> tuple[Iterator[str], str]:
    """The lines of a table, and what stands between its cells."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    first = text.readline()
    return chain([first], text), ";" if first.count(";") > first.count(",") else ","


def unreadable(error: csv.Error | UnicodeDecodeError) -> LogError:
    if isinstance(error, UnicodeDecodeError):
        return LogError("Tabellen er ikke tekst i UTF-8. Gem den som CSV UTF-8.")
    return LogError(f"Tabellen er ikke gyldig CSV: {error}.")


def refuse_row(line: int, case: str, activity: str, beyond: Sequence[str]) -> None:
    """LogError for a row of no case or no activity, or with cells `beyond` the last column: then
    the others may well stand in the wrong ones."""
    if not case:
        raise LogError(f"Linje {line}: rækken hører ikke til en sag.")
    if not activity.strip():
        raise LogError(f"Linje {line}: rækken siger ikke, hvad der skete.")
    if any(beyond):
        raise LogError(f"Linje {line}: rækken har flere felter end overskriften.")


def refuse_missing(names: Columns, found: Sequence[str]) -> None:
    """LogError where a column that no log can do without is not there."""
    missing = [name for name in (names.case, names.activity) if name not in found]
    if missing:
        told = ", ".join(f"»{name[:40]}«" for name in found[:20] if name.isprintable()) or "ingen"
        raise LogError(f"Tabellen mangler kolonnen {', '.join(missing)}. Der er: {told}.")


def _event(texts: dict[str, str], names: Columns, where: str) -> LogEvent:
    return LogEvent(
        activity=texts.get(names.activity, "").strip(),
        at=moment(texts.get(names.at, ""), where),
        resource=named(texts.get(names.resource)),
        group=named(texts.get(names.group)),
        lifecycle=named(texts.get(names.lifecycle)),
        attributes={key: value for key, value in texts.items() if not key.startswith(CASE)},
    )
