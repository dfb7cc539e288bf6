"""Log-ins. A citizen's and an employee's are apart even for the same human."""

from datetime import datetime

from django.db import transaction

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import (
    require_capability,
    require_employee,
    require_same_authority,
)
from faelled.base.people.models import Employee, Person, User, UserKind


@transaction.atomic
def add_employee_user(employee: Employee, username: str, *, by: Actor, now: datetime) -> User:
    """Without a password: log-in comes from a provider, or from the demo page."""
    require_same_authority(by, employee.authority_id)
    require_capability(by, Capability.MANAGE_PEOPLE)
    return _add(User(username=username, kind=UserKind.EMPLOYEE, employee=employee), by, now)


@transaction.atomic
def add_citizen_user(person: Person, username: str, *, by: Actor, now: datetime) -> User:
    """``username`` is the provider's subject, never the CPR number (people change theirs)."""
    require_same_authority(by, person.authority_id)
    require_employee(by)
    return _add(User(username=username, kind=UserKind.CITIZEN, person=person), by, now)


@transaction.atomic
def close_user(user: User, *, by: Actor, now: datetime) -> User:
    """The next request with the user's session is nobody's."""
    owner = user.employee or user.person
    require_same_authority(by, owner.authority_id if owner else 0)
    require_capability(by, Capability.MANAGE_PEOPLE)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _log(by, user, "close-user", now)
    return user


def _add(user: User, by: Actor, now: datetime) -> User:
    user.set_unusable_password()
    user.save(force_insert=True)
    _log(by, user, "add-user", now)
    return user


def _log(by: Actor, user: User, action: str, now: datetime) -> None:
    stream = f"user:{user.public_id}"
    subjects = [stream]
    if user.person is not None:
        subjects.append(f"person:{user.person.uuid}")
    log_write(by, stream=stream, action=action, subjects=subjects, detail={}, now=now)
