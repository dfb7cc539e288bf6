"""CSV with one row for each event, in any order of cases, as spreadsheets in Denmark write it too.

Commas, semicolons or tabs between the cells: whichever the first line has most of; or as a first
line `sep=;` says. UTF-8, and a line that is not so is read as Windows-1252: tables are put together
from several exports.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from faelled.lib.dcr.logs.records import Columns, LogError, LogEvent, LogTrace, moment, named

if TYPE_CHECKING:
    import _csv

CASE = "case:"
DELIMITERS = ",;\t"  # of equals, the first
MOST_LINE = 10_000_000  # bytes
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
QUOTED = re.compile(r'"[^"]*"')
SAYS = {
    "expected after": "et anførselstegn står midt i et felt",
    "unexpected end": "et anførselstegn mangler sin mage",
    "field limit": "et felt er for langt, eller et anførselstegn mangler sin mage",
    "new-line": "et linjeskift står midt i et felt uden anførselstegn",
}


class Table(NamedTuple):
    """The names of the columns, the rows after them, and what stands between the cells."""

    header: list[str]
    rows: "_csv.Reader"
    delimiter: str


def read_csv(file: BinaryIO, columns: Columns | None = None) -> Iterator[LogTrace]:
    """The cases in the order of their first rows. The rows are held in memory until the last is
    read, for a case may go on anywhere. Raises LogError with the line.
    """
    names = columns or Columns()
    table = opened(file, names)
    cases: dict[str, list[LogEvent]] = {}
    about: dict[str, dict[str, str]] = {}
    backwards = list(reversed(list(enumerate(table.header))))  # of equal names the first stands
    for row in rows_of(table):
        texts = {name: row[at] for at, name in backwards if name and at < len(row) and row[at]}
        id = texts.get(names.case, "").strip()
        line = table.rows.line_num
        refuse_row(line, id, texts.get(names.activity, ""), row[len(table.header) :])
        cases.setdefault(id, []).append(_event(texts, names, f"Linje {line}"))
        about.setdefault(
            id, {k.removeprefix(CASE): v for k, v in texts.items() if k.startswith(CASE)}
        )
    for id, events in cases.items():
        yield LogTrace(id, tuple(events), about[id])


def opened(file: BinaryIO, names: Columns, attributes: Sequence[str] = ()) -> Table:
    """The table, with its header read. LogError where a column that is asked for is not there, or
    there twice."""
    lines = _lines(file)
    before = []
    for first in lines:
        if first.strip():
            break
        before.append(first)
    else:
        first = ""
    told = first.strip().lower()
    if told.startswith("sep=") and len(told) <= len("sep=;"):
        delimiter, first = told[len("sep=") :] or "\t", "\n"
    else:
        plain = QUOTED.sub("", first)
        delimiter = max(DELIMITERS, key=plain.count)
    rows = csv.reader(chain([*before, first], lines), delimiter=delimiter, strict=True)
    table = Table([], rows, delimiter)
    header = [name.strip() for name in next(rows_of(table), [])]
    refuse_missing(names, header)
    _refuse_twice(names, attributes, header)
    return Table(header, rows, delimiter)


def rows_of(table: Table) -> Iterator[list[str]]:
    """The rows that are left; empty lines are none. LogError with the line where one begins that
    cannot be read."""
    begins = table.rows.line_num + 1
    try:
        for row in table.rows:
            if row:
                yield row
            begins = table.rows.line_num + 1
    except csv.Error as error:
        why = next((says for part, says in SAYS.items() if part in str(error)), str(error))
        raise LogError(f"Linje {begins}: tabellen er ikke gyldig CSV: {why}.") from error


def _lines(file: BinaryIO) -> Iterator[str]:
    """The lines as text; csv joins those of a cell with line breaks."""
    number = 0
    while raw := file.readline(MOST_LINE + 1):
        number += 1
        if number == 1 and raw.startswith(UTF_16):
            raise LogError("Tabellen er ikke tekst i UTF-8, men i UTF-16. Gem den som CSV UTF-8.")
        if len(raw) > MOST_LINE:
            raise LogError(f"Linje {number}: linjen er for lang.")
        if b"\0" in raw:
            raise LogError(
                f"Linje {number}: tabellen er ikke tekst i UTF-8. Gem den som CSV UTF-8."
            )
        yield _text(raw, number).removeprefix("\ufeff" if number == 1 else "")


def _text(raw: bytes, number: int) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise LogError(
            f"Linje {number}: linjen er hverken tekst i UTF-8 eller Windows-1252. "
            "Gem tabellen som CSV UTF-8."
        ) from error


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
    """LogError where a column is not there that no log can do without, or that was named."""
    usual = Columns()
    needed = [names.case, names.activity] + [
        name for name, own in zip(_optional(names), _optional(usual), strict=True) if name != own
    ]
    missing = [name for name in needed if name not in found]
    if missing:
        told = ", ".join(f"»{name[:40]}«" for name in found[:20] if name.isprintable()) or "ingen"
        raise LogError(f"Tabellen mangler kolonnen {', '.join(missing)}. Der er: {told}.")


def _optional(names: Columns) -> tuple[str, ...]:
    return names.at, names.resource, names.group, names.lifecycle


def _refuse_twice(names: Columns, attributes: Sequence[str], header: Sequence[str]) -> None:
    """Nobody can say which of two columns is meant; two that nobody asks for do no harm."""
    asked = {names.case, names.activity, *_optional(names), *attributes}
    asked.update(name for name in header if name.startswith(CASE))
    twice = [name for name in dict.fromkeys(header) if name in asked and header.count(name) > 1]
    if twice:
        raise LogError(
            f"Tabellen har {header.count(twice[0])} kolonner, der hedder »{twice[0][:40]}«. "
            "Giv dem hver sit navn."
        )


def _event(texts: dict[str, str], names: Columns, where: str) -> LogEvent:
    return LogEvent(
        activity=texts.get(names.activity, "").strip(),
        at=moment(texts.get(names.at, ""), where),
        resource=named(texts.get(names.resource)),
        group=named(texts.get(names.group)),
        lifecycle=named(texts.get(names.lifecycle)),
        attributes={key: value for key, value in texts.items() if not key.startswith(CASE)},
    )
