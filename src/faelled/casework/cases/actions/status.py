"""A case rests, goes on, ends and is taken up again."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.log import log_write
from faelled.casework.cases.actions.journal import write_entry
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.errors import CaseError, CaseNotOpen, NotYours
from faelled.casework.cases.models import Case, JournalKind, Status
from faelled.casework.processes.engines import engine_for
from faelled.lib.dates import local_day
from faelled.lib.dcr import Marking


def suspend_case(case: Case, *, by: Actor, now: datetime, reason: str, until: date) -> Case:
    """Let a case rest until a day, with the reason. Its deadlines run on: the law's clock does
    not stop because a case rests.
    """
    if not reason.strip():
        raise CaseError(_("Skriv, hvorfor sagen sættes i bero."))
    if until <= local_day(now):
        raise CaseError(_("Vælg en dag, der ligger efter i dag."))
    with transaction.atomic():
        case = _locked_by_employee(case, by, now)
        if case.status != Status.OPEN:
            raise CaseNotOpen(_("Kun en sag, der er i gang, kan sættes i bero."))
        case.resume_on = until
        return _set_status(case, Status.SUSPENDED, reason.strip(), by=by, now=now)


def resume_case(case: Case, *, by: Actor, now: datetime) -> Case:
    """Go on with a case that rests."""
    with transaction.atomic():
        case = _locked_by_employee(case, by, now)
        if case.status != Status.SUSPENDED:
            raise CaseNotOpen(_("Sagen er ikke sat i bero."))
        case.resume_on = None
        return _set_status(case, Status.OPEN, "", by=by, now=now)


def close_case(case: Case, *, by: Actor, now: datetime, reason: str) -> Case:
    """End a case. Only a case in which nothing is left to do may end: the graph accepts, and
    no deadline is passed.
    """
    with transaction.atomic():
        case = _locked_by_employee(case, by, now)
        if case.status == Status.CLOSED:
            raise CaseNotOpen(_("Sagen er allerede afsluttet."))
        left = case.tasks.values_list("label", flat=True).distinct()
        engine, marking = engine_for(case.version_id), Marking.from_json(case.marking)
        if not engine.accepting(marking) or case.tasks.filter(outside=True).exists():
            todo = ", ".join(f"»{label}«" for label in left)  # a label may hold a comma
            raise CaseError(_("Sagen kan ikke afsluttes. Det mangler: %(left)s") % {"left": todo})
        case.closed_at, case.resume_on = now, None
        return _set_status(case, Status.CLOSED, reason.strip(), by=by, now=now)


def reopen_case(case: Case, *, by: Actor, now: datetime, reason: str) -> Case:
    """Take up a case that has ended. What was decided stands; the graph says what may follow."""
    if not reason.strip():
        raise CaseError(_("Skriv, hvorfor sagen genåbnes."))
    with transaction.atomic():
        case = _locked_by_employee(case, by, now)
        if case.status != Status.CLOSED:
            raise CaseNotOpen(_("Sagen er ikke afsluttet."))
        case.closed_at = case.retention_until = None
        return _set_status(case, Status.OPEN, reason.strip(), by=by, now=now)


def _locked_by_employee(case: Case, by: Actor, now: datetime) -> Case:
    if by.kind == ActorKind.CITIZEN:
        raise NotYours(_("Kun en medarbejder kan ændre sagens status."))
    return locked_for_work(case.pk, by=by, now=now)


def _set_status(case: Case, status: Status, reason: str, *, by: Actor, now: datetime) -> Case:
    before, case.status, case.status_reason = case.status, status, reason[:300]
    case.save(
        update_fields=[
            "status",
            "status_reason",
            "resume_on",
            "closed_at",
            "retention_until",
        ]
    )
    write_entry(
        case,
        by=by,
        now=now,
        kind=JournalKind.STATUS,
        short_text=f"{Status(before).label} → {Status(status).label}",
        text=reason,
    )
    log_write(
        by,
        stream=case.ref,
        action=f"case.{status}",
        subjects=[case.ref],
        detail={"before": before, "after": str(status)},
        now=now,
    )
    return case
