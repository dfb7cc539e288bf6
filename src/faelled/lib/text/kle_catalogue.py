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
[[facets]]
number = "G01"
title = "..."
```
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from faelled.lib.text.kle import KleError, parse_facet, parse_number
from faelled.lib.text.kle_plan import KlePlan, KlePlanError, KleRow, Level

_LEVELS = (Level.MAIN_GROUP, Level.GROUP, Level.SUBJECT)
_KEYS = frozenset({"number", "title", "preservation", "deletion_days"})


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
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KlePlanError([f"Filen er ikke gyldig TOML: {error}"]) from error
    errors: list[str] = []
    published = data.get("published")
    if not isinstance(published, date):
        errors.append("»published« skal være en dato.")
        published = None
    subjects = tuple(_row(row, at, errors) for at, row in enumerate(data.get("rows", ()), 1))
    facets = tuple(
        _row(row, at, errors, Level.FACET) for at, row in enumerate(data.get("facets", ()), 1)
    )
    if errors:
        raise KlePlanError(errors)
    return Catalogue(
        id=str(data.get("id", "")),
        version=str(data.get("version", "")),
        title=str(data.get("title", "")),
        subjects=KlePlan(published, subjects),
        facets=KlePlan(published, facets),
    )


def _row(
    row: Mapping[str, object], at: int, errors: list[str], level: Level | None = None
) -> KleRow:
    number, title = str(row.get("number", "")), str(row.get("title", "")).strip()
    days = row.get("deletion_days")
    try:
        number = parse_facet(number) if level else parse_number(number)
        level = level or _LEVELS[number.count(".")]
    except KleError as error:
        errors.append(f"Række {at}: {error}")
    if not title:
        errors.append(f"Række {at}: Titlen mangler.")
    errors.extend(f"Række {at}: »{key}« kendes ikke." for key in row if key not in _KEYS)
    return KleRow(
        level=level or Level.SUBJECT,
        number=number,
        title=title,
        preservation=str(row.get("preservation", "")),
        deletion_days=days if isinstance(days, int) else None,
    )
