"""A right under four eyes: proposed by one, approved by another; its graph says what may follow."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import Refused, require_employee, require_same_authority
from faelled.base.access.separation import require_other_than
from faelled.base.people.absences import leads
from faelled.base.people.actions.employees import (
    grant_capability,
    grant_desk_role,
    grant_mandate,
    grant_position,
    open_all_pages,
)
from faelled.base.people.grants import Terms, checked, grant_engine, may_decide
from faelled.base.people.models import (
    Duty,
    Employee,
    GrantKind,
    GrantProposal,
    GrantState,
    Position,
    Unit,
)
from faelled.lib.dates import local_day
from faelled.lib.dcr import Marking, NotEnabled

PROPOSER, APPROVER = frozenset({"proposer"}), frozenset({"approver"})


@transaction.atomic
def propose_grant(
    employee: Employee, kind: GrantKind, *, terms: Terms, reason: str, by: Actor, now: datetime
) -> GrantProposal:
    """Propose a right. By who leads the employee, or who manages people. ValueError says in plain
    words which terms cannot be given.
    """
    require_same_authority(by, employee.authority_id)
    require_employee(by)
    _require_may_propose(by, employee, now)
    found = checked(employee, kind, terms, local_day(now))
    engine = grant_engine()
    marking = engine.execute(engine.initial(now), "propose", at=now, roles=PROPOSER)
    proposal = GrantProposal.objects.create(
        authority=employee.authority,
        employee=employee,
        unit=found.unit,
        kind=kind,
        terms=found.terms,
        reason=_said(reason),
        state=GrantState.WAITING,
        marking=marking.to_json(),
        graph_version=engine.graph.version,
        prepared_by=sorted(by.user_ids),
        proposed_by=by.shown_name,
        proposed_at=now,
    )
    _log(by, proposal, "propose-grant", now)
    return proposal


@transaction.atomic
def change_grant(
    proposal: GrantProposal, *, terms: Terms, reason: str, by: Actor, now: datetime
) -> GrantProposal:
    """Propose it anew after it was returned; who changes it has made it too."""
    locked = _locked(proposal, by)
    _require_may_propose(by, locked.employee, now)
    found = checked(locked.employee, GrantKind(locked.kind), terms, local_day(now))
    _step(locked, "change", PROPOSER, GrantState.WAITING, now)
    locked.terms, locked.unit, locked.reason = found.terms, found.unit, _said(reason)
    locked.prepared_by = sorted({*locked.prepared_by, *by.user_ids})
    locked.proposed_by = by.shown_name
    locked.save()
    _log(by, locked, "change-grant", now)
    return locked


@transaction.atomic
def approve_grant(proposal: GrantProposal, *, by: Actor, now: datetime) -> GrantProposal:
    """The right holds from now on. Never by who proposed it or who gets it (`may_decide`)."""
    locked = _deciding(proposal, by, now)
    _step(locked, "approve", APPROVER, GrantState.GRANTED, now)
    found = checked(locked.employee, GrantKind(locked.kind), locked.terms, local_day(now))
    _decided(locked, "", by, now)
    _GIVES[GrantKind(locked.kind)](locked, found.terms, by, now)
    _log(by, locked, "approve-grant", now)
    return locked


@transaction.atomic
def return_grant(
    proposal: GrantProposal, *, comment: str, by: Actor, now: datetime
) -> GrantProposal:
    """Back to who proposed it, with what has to be changed."""
    locked = _deciding(proposal, by, now)
    _step(locked, "return", APPROVER, GrantState.RETURNED, now)
    _decided(locked, _said(comment), by, now)
    _log(by, locked, "return-grant", now)
    return locked


@transaction.atomic
def withdraw_grant(proposal: GrantProposal, *, by: Actor, now: datetime) -> GrantProposal:
    """No longer wanted; by whoever could have proposed it."""
    locked = _locked(proposal, by)
    _require_may_propose(by, locked.employee, now)
    _step(locked, "withdraw", PROPOSER, GrantState.WITHDRAWN, now)
    locked.save()
    _log(by, locked, "withdraw-grant", now)
    return locked


def may_propose(by: Actor, employee: Employee, now: datetime) -> bool:
    """Who manages people, and who leads the employee, also through a stand-in."""
    if not by.authority_id or by.authority_id != employee.authority_id:
        return False
    return by.can(Capability.MANAGE_PEOPLE) or leads(by.employee_ids, employee, local_day(now))


def _require_may_propose(by: Actor, employee: Employee, now: datetime) -> None:
    if not may_propose(by, employee, now):
        raise Refused(_("Det kan kun lederen eller den, der administrerer medarbejdere."))


def _deciding(proposal: GrantProposal, by: Actor, now: datetime) -> GrantProposal:
    locked = _locked(proposal, by)
    require_employee(by)
    require_other_than(by, locked.prepared_by)
    if locked.employee_id in by.employee_ids:
        raise Refused(_("Du kan ikke give dig selv rettigheder. Bed en anden om at gøre det."))
    if not may_decide(by, locked, now):
        raise Refused(_("Det kan kun lederen eller den, der administrerer medarbejdere."))
    return locked


def _step(
    proposal: GrantProposal, event: str, roles: frozenset[str], state: GrantState, now: datetime
) -> None:
    engine, marking = grant_engine(), Marking.from_json(proposal.marking)
    try:
        after = engine.execute(marking, event, at=now, roles=roles)
    except NotEnabled as refusal:
        raise Refused(str(refusal)) from refusal
    proposal.marking, proposal.state = after.to_json(), state


def _decided(proposal: GrantProposal, comment: str, by: Actor, now: datetime) -> None:
    proposal.decided_by, proposal.decided_at, proposal.comment = by.shown_name, now, comment
    proposal.save()


def _give_position(under: GrantProposal, terms: Terms, by: Actor, now: datetime) -> None:
    grant_position(
        under.employee,
        Unit.objects.get(pk=terms["unit"]),
        role=terms["role"],
        title=terms["title"],
        leads=terms["leads"],
        **_days(terms, now),
        under=under,
        by=by,
        now=now,
    )


def _give_capability(under: GrantProposal, terms: Terms, by: Actor, now: datetime) -> None:
    position = Position.objects.select_related("employee").get(pk=terms["position"])
    grant_capability(position, Capability(terms["capability"]), under=under, by=by, now=now)


def _give_desk_role(under: GrantProposal, terms: Terms, by: Actor, now: datetime) -> None:
    leader = Employee.objects.get(pk=terms["leader"])
    duty = Duty(terms["duty"])
    grant_desk_role(
        leader, under.employee, duty=duty, **_days(terms, now), under=under, by=by, now=now
    )


def _give_mandate(under: GrantProposal, terms: Terms, by: Actor, now: datetime) -> None:
    grant_mandate(
        under.employee,
        kle_pattern=terms["kle_pattern"],
        decision_type=terms["decision_type"],
        amount_max=Decimal(terms["amount_max"]) if terms["amount_max"] else None,
        **_days(terms, now),
        under=under,
        by=by,
        now=now,
    )


def _give_all_pages(under: GrantProposal, terms: Terms, by: Actor, now: datetime) -> None:
    open_all_pages(under.employee, under=under, by=by, now=now)


_GIVES: Mapping[GrantKind, Callable[[GrantProposal, Terms, Actor, datetime], None]] = {
    GrantKind.POSITION: _give_position,
    GrantKind.CAPABILITY: _give_capability,
    GrantKind.DESK_ROLE: _give_desk_role,
    GrantKind.MANDATE: _give_mandate,
    GrantKind.ALL_PAGES: _give_all_pages,
}


def _days(terms: Terms, now: datetime) -> dict[str, Any]:
    """As proposed, but never back in time: it holds from the approval at the earliest."""
    start, end = terms["valid_from"], terms["valid_to"]
    first = max(date.fromisoformat(start), local_day(now))
    last = date.fromisoformat(end) if end else None
    if last is not None and last <= first:
        raise ValueError(_("Perioden er udløbet. Send forslaget tilbage."))
    return {"valid_from": first, "valid_to": last}


def _said(reason: str) -> str:
    said = " ".join(reason.split())
    if not said:
        raise ValueError(_("Skriv hvorfor."))
    return said


def _locked(proposal: GrantProposal, by: Actor) -> GrantProposal:
    require_same_authority(by, proposal.authority_id)
    rows = GrantProposal.objects.select_for_update(of=("self",))
    return rows.select_related("employee", "unit", "authority").get(pk=proposal.pk)


def _log(by: Actor, proposal: GrantProposal, action: str, now: datetime) -> None:
    subject = f"employee:{proposal.employee.uuid}"
    detail = {"proposal": str(proposal.uuid), "kind": str(proposal.kind)}
    log_write(by, stream=subject, action=action, subjects=[subject], detail=detail, now=now)
