"""Employees: positions, mandates and duties at a leader's desk."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import Refused, require_capability, require_same_authority
from faelled.base.people.dated import refuse_overlap
from faelled.base.people.models import (
    Authority,
    DeskRole,
    Duty,
    Employee,
    GrantProposal,
    GrantState,
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
    under: GrantProposal | None = None,
    by: Actor,
    now: datetime,
) -> Position:
    """A role in a unit, with its named extra rights."""
    locked = _granted(employee, under, by)
    require_same_authority(by, unit.authority_id)
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
    position.valid_to = max(valid_to, position.valid_from)
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
    under: GrantProposal | None = None,
    by: Actor,
    now: datetime,
) -> Mandate:
    """What the employee may decide alone, up to ``amount_max`` kroner (None: no limit)."""
    locked = _granted(employee, under, by)
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
    under: GrantProposal | None = None,
    by: Actor,
    now: datetime,
) -> DeskRole:
    """A duty at a leader's desk, for a time."""
    require_same_authority(by, leader.authority_id)
    locked = _granted(secretary, under, by)
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
def grant_capability(
    position: Position,
    capability: Capability,
    *,
    under: GrantProposal | None = None,
    by: Actor,
    now: datetime,
) -> Position:
    """One more named right with a position; it stands and falls with it."""
    locked = _granted(position.employee, under, by)
    position.refresh_from_db()
    position.capabilities = sorted({*position.capabilities, capability.value})
    position.save(update_fields=["capabilities"])
    _log(by, locked, "grant-capability", now)
    return position


@transaction.atomic
def open_all_pages(
    employee: Employee, *, under: GrantProposal | None = None, by: Actor, now: datetime
) -> Employee:
    """No longer the leader's pages only."""
    locked = _granted(employee, under, by)
    return _set_leadership_only(locked, False, "open-all-pages", by, now)


@transaction.atomic
def keep_to_leaders_pages(employee: Employee, *, by: Actor, now: datetime) -> Employee:
    """The leader's pages and nothing else, from the next request."""
    return _set_leadership_only(_locked(employee, by), True, "keep-to-leaders-pages", by, now)


@transaction.atomic
def drop_capability(
    position: Position, capability: Capability, *, by: Actor, now: datetime
) -> Position:
    """The right is gone at the next request."""
    locked = _locked(position.employee, by)
    position.refresh_from_db()
    position.capabilities = [text for text in position.capabilities if text != capability]
    position.save(update_fields=["capabilities"])
    _log(by, locked, "drop-capability", now)
    return position


@transaction.atomic
def end_mandate(mandate: Mandate, *, valid_to: date, by: Actor, now: datetime) -> Mandate:
    """``valid_to`` is the first day without."""
    locked = _locked(mandate.employee, by)
    mandate.valid_to = max(valid_to, mandate.valid_from)
    mandate.save(update_fields=["valid_to"])
    _log(by, locked, "end-mandate", now)
    return mandate


@transaction.atomic
def end_desk_role(row: DeskRole, *, valid_to: date, by: Actor, now: datetime) -> DeskRole:
    """``valid_to`` is the first day without."""
    locked = _locked(row.secretary, by)
    row.valid_to = max(valid_to, row.valid_from)
    row.save(update_fields=["valid_to"])
    _log(by, locked, "end-desk-role", now, row.leader)
    return row


def _granted(employee: Employee, under: GrantProposal | None, by: Actor) -> Employee:
    """A right is given by the system as it sets an authority up, and else only under a proposal
    that another has approved (`actions.grants`).
    """
    require_same_authority(by, employee.authority_id)
    given = under is not None and under.state == GrantState.GRANTED
    mine = under is not None and under.employee_id == employee.pk
    if by.kind is not ActorKind.SYSTEM and not (given and mine):
        raise Refused(_("En rettighed foreslås af én og godkendes af en anden."))
    return Employee.objects.select_for_update().get(pk=employee.pk)


def _set_leadership_only(
    locked: Employee, only: bool, action: str, by: Actor, now: datetime
) -> Employee:
    locked.leadership_only = only
    locked.save(update_fields=["leadership_only"])
    _log(by, locked, action, now)
    return locked


def _locked(employee: Employee, by: Actor) -> Employee:
    require_same_authority(by, employee.authority_id)
    require_capability(by, Capability.MANAGE_PEOPLE)
    return Employee.objects.select_for_update().get(pk=employee.pk)


def _log(by: Actor, employee: Employee, action: str, now: datetime, *others: Employee) -> None:
    subjects = [f"employee:{someone.uuid}" for someone in (employee, *others)]
    log_write(by, stream=subjects[0], action=action, subjects=subjects, detail={}, now=now)
