"""The people of Fælleskøbing whom every test knows (docs/glossary.md: the cast).

``cast = the_cast()`` makes them all; ``cast.actor(cast.anna)`` is Anna as an action takes her, and
``client.force_login(cast.anna.user)`` is Anna at a page. CPR numbers have days that do not exist.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from faelled.base.access.actor import Actor, Capability, system_actor
from faelled.base.people import actions
from faelled.base.people.actors import actor_for
from faelled.base.people.models import Authority, Employee, Person, Unit, User
from faelled.lib.text.cpr import REAL_AND_DEMO, parse

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)  # a Monday, 11 o'clock in Copenhagen
SINCE = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Worker:
    employee: Employee
    user: User

    @property
    def id(self) -> str:
        return str(self.user.public_id)


@dataclass(frozen=True, slots=True)
class Citizen:
    person: Person
    user: User

    @property
    def id(self) -> str:
        return str(self.user.public_id)


@dataclass(frozen=True, slots=True)
class Cast:
    authority: Authority
    children_and_families: Unit
    disability: Unit  # Børnehandicap, below Børn og Familie
    technical: Unit
    it: Unit
    anna: Worker
    bo: Worker
    carla: Worker
    erik: Worker
    frida: Worker
    dorthe: Citizen
    esben: Citizen
    emil: Person

    def actor(self, who: Worker | Citizen, now: datetime = NOW, purpose: str = "") -> Actor:
        """``who`` at ``now``; the purpose is case work for staff, self-service for citizens."""
        usual = "case-work" if isinstance(who, Worker) else "self-service"
        return actor_for(who.user, now, purpose or usual)

    @property
    def system(self) -> Actor:
        return system_actor(self.authority.pk)


def the_cast(now: datetime = NOW, *, code: str = "0999") -> Cast:
    """Everybody, with units, positions, custody and addresses as they have been since 2020.

    Another ``code`` is another municipality, with the same people in it.
    """
    authority = authority_named("Fælleskøbing Kommune", code=code, now=now)
    families = unit(authority, "Børn og Familie", now=now)
    disability = unit(authority, "Børnehandicap", parent=families, now=now)
    technical = unit(authority, "Teknik og Miljø", now=now)
    it = unit(authority, "It og Digitalisering", now=now)
    dorthe = citizen(authority, "Dorthe", "Friis", "410384-0002", date(1984, 3, 11), now=now)
    esben = citizen(authority, "Esben", "Friis", "420882-0001", date(1982, 8, 12), now=now)
    emil = person(authority, "Emil", "Friis", "440218-0003", date(2018, 2, 14), now=now)
    system = system_actor(authority.pk)
    for holder in (dorthe.person, esben.person):
        actions.grant_custody(emil, holder, valid_from=date(2018, 2, 14), by=system, now=now)
    for someone in (dorthe.person, esben.person, emil):
        actions.change_address(
            someone, "Engvej 7, 9999 Fælleskøbing", valid_from=SINCE, by=system, now=now
        )
    return Cast(
        authority=authority,
        children_and_families=families,
        disability=disability,
        technical=technical,
        it=it,
        anna=worker(disability, "Anna Dam", role="caseworker", now=now),
        bo=worker(families, "Bo Lind", role="manager", leads=True, now=now),
        carla=worker(technical, "Carla Holm", role="caseworker", now=now),
        erik=worker(technical, "Erik Munk", role="manager", now=now),
        frida=worker(it, "Frida Beck", role="administrator", can=FRIDA_CAN, now=now),
        dorthe=dorthe,
        esben=esben,
        emil=emil,
    )


FRIDA_CAN = (
    Capability.PUBLISH_PROCESS,
    Capability.REVIEW_BREAK_GLASS,
    Capability.MANAGE_PEOPLE,
    Capability.READ_AUDIT,
)


def authority_named(name: str, *, code: str, now: datetime = NOW) -> Authority:
    return actions.add_authority(
        name, cvr="99999999", municipality_code=code, by=system_actor(0), now=now
    )


def unit(
    authority: Authority, name: str, *, parent: Unit | None = None, now: datetime = NOW
) -> Unit:
    by = system_actor(authority.pk)
    return actions.add_unit(authority, name, parent=parent, valid_from=SINCE, by=by, now=now)


def worker(
    at: Unit,
    name: str,
    *,
    role: str,
    leads: bool = False,
    can: tuple[Capability, ...] = (),
    now: datetime = NOW,
) -> Worker:
    """An employee with one position in ``at`` since 2020 and a log-in by first name."""
    by = system_actor(at.authority_id)
    employee = actions.add_employee(at.authority, name=name, by=by, now=now)
    actions.grant_position(
        employee, at, role=role, leads=leads, capabilities=can, valid_from=SINCE, by=by, now=now
    )
    username = f"{name.split()[0].lower()}-{at.authority.municipality_code}"
    return Worker(employee, actions.add_employee_user(employee, username, by=by, now=now))


def person(
    authority: Authority,
    given_name: str,
    family_name: str,
    cpr: str,
    birth_date: date,
    *,
    now: datetime = NOW,
) -> Person:
    return actions.register_person(
        authority,
        given_name=given_name,
        family_name=family_name,
        cpr=parse(cpr, REAL_AND_DEMO),
        birth_date=birth_date,
        by=system_actor(authority.pk),
        now=now,
    )


def citizen(
    authority: Authority,
    given_name: str,
    family_name: str,
    cpr: str,
    birth_date: date,
    *,
    now: datetime = NOW,
) -> Citizen:
    """A person with a log-in by first name."""
    someone = person(authority, given_name, family_name, cpr, birth_date, now=now)
    username = f"{given_name.lower()}-{authority.municipality_code}"
    by = system_actor(authority.pk)
    return Citizen(someone, actions.add_citizen_user(someone, username, by=by, now=now))
