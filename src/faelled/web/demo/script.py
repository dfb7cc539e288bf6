"""The demo's file as plain data: who there is, which processes they use, and what has happened.

``content/demo/faelleskoebing.toml`` is read into these; a word that nobody knows is refused.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class UnitLine:
    key: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class EmployeeLine:
    """An employee with the positions ``["<unit>:<role>", ...]``; the first is where they belong."""

    username: str
    name: str
    title: str
    positions: tuple[str, ...]
    leads: bool = False
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A citizen; ``cpr`` has a day or month that no calendar has. ``login`` makes a user."""

    key: str
    given_name: str
    family_name: str
    cpr: str
    born: date
    address: str
    login: str = ""
    custody_of: tuple[str, ...] = ()
    address_protected: bool = False


@dataclass(frozen=True, slots=True)
class UseLine:
    graph: str
    unit: str
    open_to_citizens: bool = False


@dataclass(frozen=True, slots=True)
class StepLine:
    """Something that was done ``days_ago`` by a username: an event with its answers."""

    days_ago: float
    by: str
    event: str
    answers: Mapping[str, str | list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case that is already under way. ``sent``: the step whose approval its handler has sent off
    by the delegation plan.
    """

    graph: str
    unit: str
    party: str
    days_ago: float
    by: str
    title: str = ""
    child: str = ""
    handler: str = ""
    sent: str = ""
    steps: tuple[StepLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """The whole demo."""

    authority: Mapping[str, str]
    units: tuple[UnitLine, ...]
    employees: tuple[EmployeeLine, ...]
    persons: tuple[PersonLine, ...]
    uses: tuple[UseLine, ...]
    cases: tuple[CaseLine, ...]


def read_script(path: Path) -> Script:
    """The script in a TOML file; TypeError names a word that no line has."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Script(
        authority=data["authority"],
        units=tuple(UnitLine(**row) for row in data["units"]),
        employees=tuple(EmployeeLine(**_tuples(row)) for row in data["employees"]),
        persons=tuple(PersonLine(**_tuples(row)) for row in data["persons"]),
        uses=tuple(UseLine(**row) for row in data["uses"]),
        cases=tuple(_case(row) for row in data.get("cases", [])),
    )


def _case(row: dict[str, Any]) -> CaseLine:
    steps = tuple(StepLine(**step) for step in row.pop("steps", []))
    return CaseLine(**row, steps=steps)


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
