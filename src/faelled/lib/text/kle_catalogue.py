"""Our own small subject plan as TOML: an invented demo plan, or a municipality's local numbers.

```toml
id = "kle-demo"
version = "1.0.0"
published = 2026-11-01
[[rows]]
number = "99.01.01"
title = "..."
preservation = "K5"
deletion_days = 1825
[[rows]]
number = "99.01.07"
title = "..."
created = 2019-02-01         # may be left out, as may the two below
expired = 2026-11-01         # the row stays in the file: old cases have its number
replaced_by = ["99.01.01"]
[[facets]]
number = "G01"
title = "..."
```
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from faelled.lib.text.kle import KleError, parse_facet, parse_number
from faelled.lib.text.kle_plan import PRESERVATION, KlePlan, KlePlanError, KleRow, Level

MOST_BYTES = 4 * 1024 * 1024
MOST_DAYS = 36_600
_LEVELS = (Level.MAIN_GROUP, Level.GROUP, Level.SUBJECT)
_KEYS = frozenset(
    {"number", "title", "created", "expired", "replaced_by", "preservation", "deletion_days"}
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A subject plan and the facets that go with it."""

    id: str
    version: str
    title: str
    subjects: KlePlan
    facets: KlePlan


def read_catalogue(text: str) -> Catalogue:
    """Read the TOML. Raises KlePlanError with every problem found."""
    if len(text) > MOST_BYTES:
        raise KlePlanError([f"Filen er større end {MOST_BYTES // 1024 // 1024} MB."])
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KlePlanError([f"Filen er ikke gyldig TOML: {error}"]) from error
    except RecursionError as error:
        raise KlePlanError(["Filen er ikke gyldig TOML: den er indlejret for dybt."]) from error
    errors: list[str] = []
    published = _day(data, "published", errors)
    if published is None and not errors:
        errors.append("»published« skal være en dato.")
    subjects = tuple(_rows(data, "rows", errors))
    facets = tuple(_rows(data, "facets", errors, Level.FACET))
    if errors:
        raise KlePlanError(errors)
    return Catalogue(
        id=str(data.get("id", "")),
        version=str(data.get("version", "")),
        title=str(data.get("title", "")),
        subjects=KlePlan(published, subjects),
        facets=KlePlan(published, facets),
    )


def _rows(
    data: Mapping[str, Any], name: str, errors: list[str], level: Level | None = None
) -> Iterator[KleRow]:
    rows = data.get(name, [])
    if not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
        errors.append(f"»{name}« skal være tabeller: [[{name}]].")
        return
    for at, row in enumerate(rows, 1):
        problems: list[str] = []
        yield _row(row, problems, level)
        errors.extend(f"Række {at} i »{name}«: {problem}" for problem in problems)


def _row(row: Mapping[str, Any], problems: list[str], level: Level | None) -> KleRow:
    number, title = str(row.get("number", "")), str(row.get("title", "")).strip()
    try:
        number = parse_facet(number) if level else parse_number(number)
        level = level or _LEVELS[number.count(".")]
    except KleError as error:
        problems.append(str(error))
    if not title:
        problems.append("Titlen mangler.")
    preservation = str(row.get("preservation", ""))
    if preservation not in PRESERVATION:
        problems.append(f"»{preservation[:20]}« er ingen bevaringskode.")
    problems.extend(f"»{key}« kendes ikke." for key in row if key not in _KEYS)
    return KleRow(
        level=level or Level.SUBJECT,
        number=number,
        title=title,
        created=_day(row, "created", problems),
        expired=_day(row, "expired", problems),
        replaced_by=_numbers(row, level, problems),
        preservation=preservation,
        deletion_days=_days(row, problems),
    )


def _day(table: Mapping[str, Any], key: str, problems: list[str]) -> date | None:
    value = table.get(key)
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    problems.append(f"»{key}« skal være en dato.")
    return None


def _days(row: Mapping[str, Any], problems: list[str]) -> int | None:
    value = row.get("deletion_days")
    if value is None or (type(value) is int and 0 <= value <= MOST_DAYS):
        return value
    problems.append(f"»deletion_days« skal være et antal dage fra 0 til {MOST_DAYS}.")
    return None


def _numbers(row: Mapping[str, Any], level: Level | None, problems: list[str]) -> tuple[str, ...]:
    value = row.get("replaced_by", [])
    if not (isinstance(value, list) and all(isinstance(number, str) for number in value)):
        problems.append("»replaced_by« skal være en liste af numre.")
        return ()
    try:
        return tuple(parse_facet(n) if level is Level.FACET else parse_number(n) for n in value)
    except KleError as error:
        problems.append(f"»replaced_by«: {error}")
        return ()
