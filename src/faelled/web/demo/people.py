"""The demo's people, made as an authority would make its own."""

from datetime import datetime, timedelta

from faelled.base.access.actor import Actor, Capability, system_actor
from faelled.base.people import actions as people
from faelled.base.people.models import Authority, Employee, Person, Unit, User
from faelled.lib.dates import local_day
from faelled.lib.text.cpr import REAL_AND_DEMO
from faelled.lib.text.cpr import parse as parse_cpr
from faelled.web.demo.script import EmployeeLine, PersonLine, Script, UnitLine

MAIL_DOMAIN = "faelleskoebing.example"  # nobody can have it (RFC 2606)


def make_authority(script: Script, *, now: datetime) -> tuple[Authority, Actor]:
    """The municipality, and the system's actor in it."""
    authority = people.add_authority(**script.authority, by=system_actor(0), now=now)
    return authority, system_actor(authority.pk)


def make_units(
    lines: tuple[UnitLine, ...], authority: Authority, *, by: Actor, now: datetime
) -> dict[str, Unit]:
    """The tree, by key."""
    units: dict[str, Unit] = {}
    for line in lines:
        units[line.key] = people.add_unit(
            authority,
            line.name,
            parent=units.get(line.parent),
            valid_from=local_day(now),
            by=by,
            now=now,
        )
    return units


def make_employee(
    line: EmployeeLine, authority: Authority, units: dict[str, Unit], *, by: Actor, now: datetime
) -> Employee:
    """An employee with positions and a log-in."""
    email = f"{line.username}@{MAIL_DOMAIN}"
    employee = people.add_employee(
        authority, name=line.name, title=line.title, email=email, by=by, now=now
    )
    for position in line.positions:
        unit, _colon, role = position.partition(":")
        people.grant_position(
            employee,
            units[unit],
            role=role,
            title=line.title,
            leads=line.leads,
            capabilities=[Capability(word) for word in line.capabilities],
            valid_from=local_day(now),
            by=by,
            now=now,
        )
    people.add_employee_user(employee, line.username, by=by, now=now)
    return employee


def make_persons(
    lines: tuple[PersonLine, ...], authority: Authority, *, by: Actor, now: datetime
) -> dict[str, Person]:
    """The citizens, by key, with addresses, custody and log-ins."""
    born = {line.key: line.born for line in lines}
    persons = {line.key: _make_person(line, authority, by=by, now=now) for line in lines}
    for line in lines:
        for child in line.custody_of:
            people.grant_custody(
                persons[child], persons[line.key], valid_from=born[child], by=by, now=now
            )
    return persons


def _make_person(line: PersonLine, authority: Authority, *, by: Actor, now: datetime) -> Person:
    person = people.register_person(
        authority,
        given_name=line.given_name,
        family_name=line.family_name,
        cpr=parse_cpr(line.cpr, REAL_AND_DEMO),
        birth_date=line.born,
        by=by,
        now=now,
    )
    people.change_address(person, line.address, valid_from=local_day(now), by=by, now=now)
    if line.address_protected:
        until = local_day(now) + timedelta(days=365)
        people.protect(person, name_until=None, address_until=until, by=by, now=now)
    if line.login:
        people.add_citizen_user(person, line.login, by=by, now=now)
    return person


def user_named(username: str) -> User:
    return User.objects.get(username=username)
