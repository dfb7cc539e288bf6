"""Finding people, and showing only what may be shown."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple, Protocol

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.log import log_read
from faelled.base.access.protected import RevealRefused
from faelled.base.access.refusals import Refused
from faelled.base.people import cpr as sealed_cpr
from faelled.base.people.models import (
    Authority,
    DeskRole,
    Duty,
    Employee,
    Person,
    PersonAddress,
    Unit,
)
from faelled.lib.text.cpr import Cpr

STAFF = frozenset({ActorKind.EMPLOYEE, ActorKind.SYSTEM})


def visible_persons(actor: Actor) -> QuerySet[Person]:
    """Whom ``actor`` may look up: the authority's persons for its staff, for a citizen those they
    act for. What is shown of each is ``display_name``'s and ``address_of``'s to say.
    """
    if actor.kind in STAFF:
        return Person.objects.filter(authority_id=actor.authority_id)
    return Person.objects.filter(authority_id=actor.authority_id, pk__in=actor.represents)


def visible_units(actor: Actor) -> QuerySet[Unit]:
    """The authority's tree; it is no secret to anybody who has logged in there."""
    return Unit.objects.filter(authority_id=actor.authority_id)


def visible_employees(actor: Actor) -> QuerySet[Employee]:
    """Colleagues; a citizen finds no list of employees."""
    if actor.kind not in STAFF:
        return Employee.objects.none()
    return Employee.objects.filter(authority_id=actor.authority_id)


def gatekeepers_of(leader: Employee, on: date) -> list[Employee]:
    """Who keeps the gate before ``leader`` on that day, by name; none: the leader has no gate."""
    return _at_the_desk(leader, Duty.GATEKEEPER, on)


def gates_of(secretary: Employee, on: date) -> list[Employee]:
    """The leaders whose gate ``secretary`` keeps on that day, by name."""
    return _leaders_of(secretary.pk, secretary.authority_id, Duty.GATEKEEPER, on)


def acts_for(actor: Actor, on: date) -> list[Employee]:
    """The leaders for whom the reader may act while they are at work, by name."""
    if actor.employee_id is None:
        return []
    return _leaders_of(actor.employee_id, actor.authority_id, Duty.ON_BEHALF, on)


def acting_for_leader(leader: Employee, on: date) -> list[Employee]:
    """Who may act on behalf of ``leader`` while the leader is at work."""
    return _at_the_desk(leader, Duty.ON_BEHALF, on)


def _leaders_of(secretary_id: int, authority_id: int, duty: Duty, on: date) -> list[Employee]:
    rows = DeskRole.objects.on(on).filter(
        secretary_id=secretary_id, duty=duty, leader__authority_id=authority_id
    )
    return sorted({row.leader for row in rows.select_related("leader__user")}, key=_by_name)


def _at_the_desk(leader: Employee, duty: Duty, on: date) -> list[Employee]:
    rows = DeskRole.objects.on(on).filter(
        leader=leader, duty=duty, secretary__authority_id=leader.authority_id
    )
    return sorted({row.secretary for row in rows.select_related("secretary")}, key=_by_name)


def _by_name(employee: Employee) -> tuple[str, int]:
    return employee.name, employee.pk


def units_below(units: Iterable[Unit]) -> Mapping[int, str]:
    """Id and path of ``units`` and of every unit below them, closed ones too: one query.

    Closed units stay, for their cases live on and their leader still answers for them.
    """
    below = Q(pk__in=[])
    for unit in units:
        below |= Q(path__startswith=unit.path, authority_id=unit.authority_id)
    return dict(Unit.objects.filter(below).values_list("pk", "path"))


def find_person_by_cpr(cpr: Cpr, *, by: Actor, now: datetime) -> Person | None:
    """The authority's person with this number; the look-up is logged, found or not."""
    if by.kind not in STAFF:
        raise Refused(_("Det kan kun en medarbejder gøre."))
    authority = Authority.objects.filter(pk=by.authority_id).first()
    if authority is None:
        return None
    found = visible_persons(by).filter(cpr_digest=sealed_cpr.digest(cpr, authority.uuid)).first()
    subjects = [f"person:{found.uuid}"] if found else []
    log_read(by, subjects=subjects, page="find-by-cpr", now=now)
    return found


def cpr_of(person: Person, *, by: Actor, now: datetime, page: str) -> Cpr | None:
    """The number in clear, logged as a read on ``page``; None when none is known.

    For the receiver of a letter and the one field that must show it; lists show no number.
    """
    if not visible_persons(by).filter(pk=person.pk).exists():
        raise Refused(_("Du har ikke rettighed til dette."))
    if person.cpr_cipher is None:
        return None
    log_read(by, subjects=[f"person:{person.uuid}"], page=page, now=now)
    return sealed_cpr.decrypt(bytes(person.cpr_cipher), person.uuid)


class Named(Protocol):
    """What of a person decides which name is shown: the row itself, or a list's `ShownPerson`."""

    @property
    def pk(self) -> int: ...

    @property
    def authority_id(self) -> int: ...

    @property
    def given_name(self) -> str: ...

    @property
    def family_name(self) -> str: ...

    @property
    def name_protected_until(self) -> date | None: ...


class ShownPerson(NamedTuple):
    """A person in a list that only shows the name."""

    pk: int
    authority_id: int
    given_name: str
    family_name: str
    name_protected_until: date | None


def display_name(person: Named, actor: Actor, today: date) -> str:
    """``"Dorthe Friis"``, or ``"Navn beskyttet"`` to other citizens while the protection runs.

    The authority's own staff see the name: CPR-loven § 28 protects it against private parties.
    """
    own = person.pk in actor.represents or person.pk == actor.person_id
    staff = actor.kind in STAFF and actor.authority_id == person.authority_id
    if own or staff or not is_protected(person.name_protected_until, today):
        return f"{person.given_name} {person.family_name}"
    return _("Navn beskyttet")


def address_of(person: Person, actor: Actor, today: date) -> str:
    """The address on ``today``, ``"beskyttet adresse"`` for who may not see it, "" when unknown.

    A protected address is shown to the person and to who has SEE_PROTECTED_ADDRESS; never to the
    other parent, who acts for the child as much as the first (casework.md 7).
    """
    if person.authority_id != actor.authority_id:
        return ""
    row = PersonAddress.objects.on(today).filter(person=person).first()
    if row is None:
        return ""
    try:
        if person.pk == actor.person_id:
            return str(row.text.open_unless_protected(None, today))
        return str(row.text.open_unless_protected(person.address_protected_until, today))
    except RevealRefused:
        pass
    try:
        return str(row.text.reveal(actor))
    except RevealRefused:
        return str(row.text)


def is_protected(until: date | None, today: date) -> bool:
    """Whether a protection still runs on ``today``; its last day is ``until`` itself."""
    return until is not None and today <= until
