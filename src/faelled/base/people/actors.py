"""From a log-in to the frozen Actor: positions, custody and substitutions as they hold now."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import BigIntegerField, DateField, Q

from faelled.base.access.actor import ANONYMOUS, Actor, ActorKind, Capability, OnBehalfOf
from faelled.base.people.ages import has_reached
from faelled.base.people.models import (
    Custody,
    DeskRole,
    Duty,
    Employee,
    GuardianScope,
    Guardianship,
    Person,
    Position,
    Substitution,
    User,
)
from faelled.base.people.queries import units_below
from faelled.base.statements import Question, Slot
from faelled.lib.dates import local_day

POSITIONS = Question(
    lambda: (
        Position.objects.on(Slot("day", DateField()))
        .filter(
            employee=Slot("employee", BigIntegerField()),
            unit__authority=Slot("authority", BigIntegerField()),
        )
        .select_related("unit")
        .order_by("valid_from", "pk")
    )
)


def actor_for(user: User, now: datetime, purpose: str = "") -> Actor:
    """Who ``user`` is at ``now``. A closed user's and a dead person's log-in is nobody; an employee
    without a position keeps the name and loses everything else at once (ASVS 8.3.2).

    Two queries for an employee (one when they lead no unit), two for a citizen.
    """
    if not user.is_active:
        return ANONYMOUS
    if user.employee is not None:
        return _employee(user, user.employee, now).for_purpose(purpose)
    if user.person is not None and user.person.deceased_on is None:
        return _citizen(user, user.person, now).for_purpose(purpose)
    return ANONYMOUS


def may_act_for(user: User, now: datetime) -> tuple[OnBehalfOf, ...]:
    """The colleagues whose work ``user`` may do at this very instant, by name.

    The absent, from ``starts_at`` until, not including, ``ends_at``; and the leaders for whom they
    hold the duty to act on behalf. Neither passes on: Bo's stand-in is not the stand-in of those
    whom Bo stands in for.
    """
    if user.employee is None or not user.is_active:
        return ()
    me, authority = user.employee, user.employee.authority_id
    absent = Substitution.objects.filter(stand_in=me, starts_at__lte=now, ends_at__gt=now)
    at_desk = DeskRole.objects.on(local_day(now)).filter(secretary=me, duty=Duty.ON_BEHALF)
    principals = (
        Employee.objects.filter(Q(stand_ins__in=absent) | Q(desk__in=at_desk))
        .filter(authority_id=authority, user__isnull=False)
        .select_related("user")
        .order_by("name", "pk")
        .distinct()
    )
    return tuple(OnBehalfOf(str(one.user.public_id), one.name, one.pk) for one in principals)


def actor_on_behalf(user: User, principal_id: str, now: datetime) -> Actor | None:
    """``user`` in the place of the colleague with user uuid ``principal_id``; None when no
    substitution and no duty holds at ``now``. Asked anew at each request: it ends at the hour.
    """
    principals = {principal.id: principal for principal in may_act_for(user, now)}
    principal = principals.get(principal_id)
    if principal is None:
        return None
    own = actor_for(user, now)
    absent = User.objects.get(public_id=principal.id)
    theirs = actor_for(absent, now)
    if not (own.employee_id and theirs.employee_id):
        return None
    return own.acting_for(theirs)


def _employee(user: User, employee: Employee, now: datetime) -> Actor:
    day = local_day(now)
    positions = POSITIONS.all(day=day, employee=employee.pk, authority=employee.authority_id)
    if not positions:
        return Actor(str(user.public_id), employee.name, ActorKind.EMPLOYEE, authority_id=0)
    own = frozenset(position.unit_id for position in positions)
    led = [position.unit for position in positions if position.leads]
    below = units_below(led) if led else {}
    known = {capability.value for capability in Capability}
    granted = {text for position in positions for text in position.capabilities} & known
    return Actor(
        id=str(user.public_id),
        name=employee.name,
        kind=ActorKind.EMPLOYEE,
        authority_id=employee.authority_id,
        employee_id=employee.pk,
        unit_ids=own | frozenset(below),
        home_unit_id=positions[0].unit_id,
        roles=frozenset(position.role for position in positions),
        unit_roles=frozenset(_unit_roles(positions, below)),
        capabilities=frozenset(Capability(text) for text in granted),
        leadership_only=employee.leadership_only,
    )


def _unit_roles(
    positions: Iterable[Position], below: Mapping[int, str]
) -> Iterator[tuple[int, str]]:
    """Each position's role in its unit, and in those below where it leads; never beside it."""
    for position in positions:
        yield position.unit_id, position.role
        if position.leads:
            for unit_id, path in below.items():
                if path.startswith(position.unit.path):
                    yield unit_id, position.role


def _citizen(user: User, person: Person, now: datetime) -> Actor:
    return Actor(
        id=str(user.public_id),
        name=f"{person.given_name} {person.family_name}",
        kind=ActorKind.CITIZEN,
        authority_id=person.authority_id,
        person_id=person.pk,
        roles=frozenset({"citizen"}),
        represents=frozenset({person.pk}) | _represented(person, now),
    )


def _represented(person: Person, now: datetime) -> frozenset[int]:
    """Children in custody until they come of age, and wards whose guardian has the full scope.

    A guardian for one kind of affairs only is a party with a mandate on the single case: what they
    may see there depends on what it is about.
    """
    day = local_day(now)
    custody = Custody.objects.on(day).filter(
        holder=person,
        child__authority_id=person.authority_id,
        child__deceased_on=None,
        child__birth_date__isnull=False,
    )
    children = {
        child_id
        for child_id, born in custody.values_list("child_id", "child__birth_date")
        if born is not None and not has_reached("of-age", born, day)
    }
    wards = Guardianship.objects.on(day).filter(
        guardian=person,
        scope=GuardianScope.BOTH,
        ward__authority_id=person.authority_id,
        ward__deceased_on=None,
    )
    return frozenset(children | set(wards.values_list("ward_id", flat=True)))
