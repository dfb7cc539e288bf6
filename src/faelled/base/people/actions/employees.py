"""Employees: positions, mandates and duties at a leader's desk."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import Refused, require_capability, require_same_authority
from faelled.base.people.dated import refuse_overlap
from faelled.base.people.models import (
    Authority,
    DeskRole,
    Duty,
    Employee,
    Mandate,
    Position,
    Unit,
)


@transaction.atomic
def add_employee(
    authority: Authority,
    *,
    name: str,
    title: str = "",
    initials: str = "",
    email: str = "",
    by: Actor,
    now: datetime,
) -> Employee:
    require_same_authority(by, authority.pk)
    require_capability(by, Capability.MANAGE_PEOPLE)
    employee = Employee.objects.create(
        authority=authority, name=name, title=title, initials=initials, email=email
    )
    _log(by, employee, "add-employee", now)
    return employee


@transaction.atomic
def grant_position(
    employee: Employee,
    unit: Unit,
    *,
    role: str,
    title: str = "",
    leads: bool = False,
    capabilities: Collection[Capability] = (),
    valid_from: date,
    valid_to: date | None = None,
    by: Actor,
    now: datetime,
) -> Position:
    """A role in a unit, with its named extra rights. Nobody grants one to themselves."""
    locked = _locked(employee, by)
    require_same_authority(by, unit.authority_id)
    if employee.pk in by.employee_ids:
        raise Refused(_("Du kan ikke give dig selv rettigheder. Bed en anden om at gøre det."))
    same = Position.objects.filter(employee=locked, unit=unit, role=role)
    refuse_overlap(same, valid_from, valid_to)
    position = Position.objects.create(
        employee=locked,
        unit=unit,
        role=role,
        title=title,
        leads=leads,
        capabilities=sorted(capabilities),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _log(by, locked, "grant-position", now)
    return position


@transaction.atomic
def end_position(position: Position, *, valid_to: date, by: Actor, now: datetime) -> Position:
    """``valid_to`` is the first day without; the next request that day has lost it."""
    locked = _locked(position.employee, by)
    position.valid_to = valid_to
    position.save(update_fields=["valid_to"])
    _log(by, locked, "end-position", now)
    return position


@transaction.atomic
def grant_mandate(
    employee: Employee,
    *,
    kle_pattern: str,
    decision_type: str,
    amount_max: Decimal | None,
    valid_from: date,
    valid_to: date | None = None,
    by: Actor,
    now: datetime,
) -> Mandate:
    """What the employee may decide alone, up to ``amount_max`` kroner (None: no limit)."""
    locked = _locked(employee, by)
    if employee.pk in by.employee_ids:
        raise Refused(_("Du kan ikke give dig selv rettigheder. Bed en anden om at gøre det."))
    mandate = Mandate.objects.create(
        employee=locked,
        kle_pattern=kle_pattern,
        decision_type=decision_type,
        amount_max=amount_max,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _log(by, locked, "grant-mandate", now)
    return mandate


@transaction.atomic
def grant_desk_role(
    leader: Employee,
    secretary: Employee,
    *,
    duty: Duty,
    valid_from: date,
    valid_to: date | None = None,
    by: Actor,
    now: datetime,
) -> DeskRole:
    """A duty at a leader's desk, for a time. Nobody grants one to themselves."""
    require_same_authority(by, leader.authority_id)
    locked = _locked(secretary, by)
    if secretary.pk in by.employee_ids:
        raise Refused(_("Du kan ikke give dig selv rettigheder. Bed en anden om at gøre det."))
    if leader.pk == secretary.pk:
        raise ValueError(_("Man kan ikke være sin egen sekretær."))
    same = DeskRole.objects.filter(leader=leader, secretary=locked, duty=duty)
    refuse_overlap(same, valid_from, valid_to)
    row = DeskRole.objects.create(
        leader=leader, secretary=locked, duty=duty, valid_from=valid_from, valid_to=valid_to
    )
    _log(by, locked, "grant-desk-role", now, leader)
    return row


@transaction.atomic
def end_desk_role(row: DeskRole, *, valid_to: date, by: Actor, now: datetime) -> DeskRole:
    """``valid_to`` is the first day without."""
    locked = _locked(row.secretary, by)
    row.valid_to = max(valid_to, row.valid_from)
    row.save(update_fields=["valid_to"])
    _log(by, locked, "end-desk-role", now, row.leader)
    return row


def _locked(employee: Employee, by: Actor) -> Employee:
    require_same_authority(by, employee.authority_id)
    require_capability(by, Capability.MANAGE_PEOPLE)
    return Employee.objects.select_for_update().get(pk=employee.pk)


def _log(by: Actor, employee: Employee, action: str, now: datetime, *others: Employee) -> None:
    subjects = [f"employee:{someone.uuid}" for someone in (employee, *others)]
    log_write(by, stream=subjects[0], action=action, subjects=subjects, detail={}, now=now)
