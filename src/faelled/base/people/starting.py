"""An authority's first people from a small file: its units, and who works where.

What is there already is left as it is: the rights of people who work here are changed on their
page, by two (`people.grants`). A file can therefore be read twice, and grow.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, Capability, system_actor
from faelled.base.people import actions
from faelled.base.people.models import Authority, Unit, User
from faelled.lib.dates import local_day

AUTHORITY = frozenset({"name", "cvr", "municipality_code"})
UNIT = frozenset({"key", "name", "parent"})
EMPLOYEE = frozenset(
    {"username", "name", "title", "initials", "email", "positions", "leads", "capabilities"}
)


class StartRefused(Exception):
    """The file cannot be used; ``problems`` are all that is wrong with it, each with its place."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class NewUnit:
    key: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class NewEmployee:
    """``positions`` are pairs of a unit's key and a role; the first is where they belong."""

    username: str
    name: str
    title: str
    initials: str
    email: str
    positions: tuple[tuple[str, str], ...]
    leads: bool
    capabilities: tuple[Capability, ...]


@dataclass(frozen=True, slots=True)
class Start:
    authority: Mapping[str, str]
    units: tuple[NewUnit, ...]
    employees: tuple[NewEmployee, ...]


def read_start(source: bytes) -> Start:
    """The file as plain data; StartRefused with everything that is wrong with it."""
    try:
        data = tomllib.loads(source.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StartRefused([_("Filen er ikke TOML: %(error)s") % {"error": error}]) from error
    problems = list(_problems(data))
    if problems:
        raise StartRefused(problems)
    return Start(
        {name: str(data["authority"][name]) for name in AUTHORITY},
        tuple(
            NewUnit(row["key"], row["name"], row.get("parent", "")) for row in data.get("units", ())
        ),
        tuple(_employee(row) for row in data.get("employees", ())),
    )


@transaction.atomic
def start_authority(start: Start, *, now: datetime) -> list[str]:
    """Make what is not there yet, as the system; a line for each thing, in the reader's words."""
    said: list[str] = []
    cvr = start.authority["cvr"]
    authority = Authority.objects.filter(cvr=cvr).first()
    if authority is None:
        authority = actions.add_authority(**start.authority, by=system_actor(0), now=now)
        said.append(_("Oprettet: %(what)s") % {"what": authority.name})
    else:
        said.append(_("Findes: %(what)s") % {"what": authority.name})
    by = system_actor(authority.pk)
    units: dict[str, Unit] = {}
    for unit in start.units:
        units[unit.key], line = _add_unit(authority, unit, units.get(unit.parent), by, now)
        said.append(line)
    said += [_add_employee(authority, one, units, by, now) for one in start.employees]
    return said


def _add_unit(
    authority: Authority, new: NewUnit, parent: Unit | None, by: Actor, now: datetime
) -> tuple[Unit, str]:
    there = Unit.objects.on(local_day(now)).filter(authority=authority, parent=parent)
    found = there.filter(name=new.name).first()
    if found is not None:
        return found, _("Findes: %(what)s") % {"what": new.name}
    made = actions.add_unit(
        authority, new.name, parent=parent, valid_from=local_day(now), by=by, now=now
    )
    return made, _("Oprettet: %(what)s") % {"what": new.name}


def _add_employee(
    authority: Authority, new: NewEmployee, units: Mapping[str, Unit], by: Actor, now: datetime
) -> str:
    known = User.objects.filter(username=new.username).first()
    if known is not None:
        if known.employee is None or known.authority != authority:
            problem = _("Brugernavnet %(name)s er taget.") % {"name": new.username}
            raise StartRefused([problem])
        return _("Findes, og er ikke ændret: %(what)s") % {"what": new.username}
    employee = actions.add_employee(
        authority,
        name=new.name,
        title=new.title,
        initials=new.initials,
        email=new.email,
        by=by,
        now=now,
    )
    for unit, role in new.positions:
        actions.grant_position(
            employee,
            units[unit],
            role=role,
            title=new.title,
            leads=new.leads,
            capabilities=new.capabilities,
            valid_from=local_day(now),
            by=by,
            now=now,
        )
    actions.add_employee_user(employee, new.username, by=by, now=now)
    return _("Oprettet: %(what)s") % {"what": new.username}


def _employee(row: Mapping[str, Any]) -> NewEmployee:
    pairs = (position.partition(":") for position in row["positions"])
    return NewEmployee(
        username=row["username"],
        name=row["name"],
        title=row.get("title", ""),
        initials=row.get("initials", ""),
        email=row.get("email", ""),
        positions=tuple((unit, role) for unit, _colon, role in pairs),
        leads=row.get("leads", False),
        capabilities=tuple(Capability(word) for word in row.get("capabilities", ())),
    )


def _problems(data: Mapping[str, Any]) -> Iterator[str]:
    yield from _authority_problems(data.get("authority"))
    keys: set[str] = set()
    for place, row in _rows(data, "units"):
        yield from _unit_problems(place, row, keys)
        keys.add(str(row.get("key", "")))
    names: set[str] = set()
    for place, row in _rows(data, "employees"):
        yield from _employee_problems(place, row, keys, names)
        names.add(str(row.get("username", "")))


def _authority_problems(row: object) -> Iterator[str]:
    if not isinstance(row, dict) or set(row) != AUTHORITY or not row["name"]:
        yield _("authority: skal have name, cvr og municipality_code.")
        return
    for name, length in (("cvr", 8), ("municipality_code", 4)):
        if not re.fullmatch(rf"[0-9]{{{length}}}", str(row[name])):
            said = {"name": name, "length": length}
            yield _("authority.%(name)s: skal være %(length)d cifre i anførselstegn.") % said


def _rows(data: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    rows = data.get(name, [])
    for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
        yield f"{name}[{number}]", row if isinstance(row, dict) else {}


def _unit_problems(place: str, row: Mapping[str, Any], keys: set[str]) -> Iterator[str]:
    yield from _word_problems(place, row, UNIT, ("key", "name"))
    if row.get("key") in keys:
        yield _("%(place)s.key: findes to gange.") % {"place": place}
    if row.get("parent", "") and row["parent"] not in keys:
        yield _("%(place)s.parent: enheden skal stå længere oppe i filen.") % {"place": place}


def _employee_problems(
    place: str, row: Mapping[str, Any], keys: set[str], names: set[str]
) -> Iterator[str]:
    yield from _word_problems(place, row, EMPLOYEE, ("username", "name"))
    if row.get("username") in names:
        yield _("%(place)s.username: findes to gange.") % {"place": place}
    positions = row.get("positions")
    if not isinstance(positions, list) or not positions:
        yield _('%(place)s.positions: skal være mindst én, som "enhed:rolle".') % {"place": place}
        return
    for position in positions:
        unit, _colon, role = str(position).partition(":")
        if unit not in keys or not role:
            said = {"place": place, "what": position}
            yield _("%(place)s.positions: %(what)s er ikke en enhed og en rolle.") % said
    known = {capability.value for capability in Capability}
    for word in sorted({str(one) for one in row.get("capabilities", ())} - known):
        yield _("%(place)s.capabilities: %(what)s kendes ikke.") % {"place": place, "what": word}
    if row.get("email") and not _is_address(row["email"]):
        yield _("%(place)s.email: er ikke en mailadresse.") % {"place": place}


def _word_problems(
    place: str, row: Mapping[str, Any], known: frozenset[str], needed: Sequence[str]
) -> Iterator[str]:
    for name in sorted(set(row) - known):
        yield _("%(place)s.%(name)s: kendes ikke.") % {"place": place, "name": name}
    for name in needed:
        if not (isinstance(row.get(name), str) and row[name].strip()):
            yield _("%(place)s.%(name)s: mangler.") % {"place": place, "name": name}


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
