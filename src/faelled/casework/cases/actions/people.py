"""Who works on a case."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.log import log_write
from faelled.base.people.models import Employee
from faelled.casework.cases.actions.journal import write_entry
from faelled.casework.cases.actions.letting_in import let_in, let_out
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.errors import CaseError, NotYours
from faelled.casework.cases.models import Case, JournalKind
from faelled.casework.cases.queries import colleagues_for

AS_HANDLER = "handler"


def take(case: Case, *, by: Actor, now: datetime) -> Case:
    """The reader becomes the case's handler."""
    if by.employee_id is None:
        raise NotYours(_("Kun en medarbejder kan tage en sag."))
    return assign(case, Employee.objects.get(pk=by.employee_id), by=by, now=now)


def assign(case: Case, employee: Employee, *, role: str = "", by: Actor, now: datetime) -> Case:
    """Make ``employee`` the handler. They hold a position in the case's unit, or are given the
    graph ``role`` that they work on the case with (`let_in`): nobody brings roles of another unit.

    What the former handler was given goes with the case. Raises NotYours or CaseError.
    """
    if by.kind == ActorKind.CITIZEN:
        raise NotYours(_("Kun en medarbejder kan fordele sager."))
    with transaction.atomic():
        case = locked_for_work(case.pk, by=by, now=now)
        if not colleagues_for(case, now=now).filter(pk=employee.pk).exists():
            _let_handler_in(case, employee, role, by=by, now=now)
        before = case.handler_id
        if case.handler is not None and case.handler != employee:
            let_out(case, source=AS_HANDLER, employee=case.handler, by=by, now=now)
        case.handler = employee
        case.save(update_fields=["handler"])
        write_entry(
            case,
            by=by,
            now=now,
            kind=JournalKind.STATUS,
            short_text=_("Sagsbehandler: %(name)s") % {"name": employee.name},
        )
        log_write(
            by,
            stream=case.ref,
            action="case.assign",
            subjects=[case.ref],
            detail={"before": before, "after": employee.pk},
            now=now,
        )
    return case


def _let_handler_in(case: Case, employee: Employee, role: str, *, by: Actor, now: datetime) -> None:
    if not role:
        raise CaseError(
            _("%(name)s har ikke en stilling i sagens enhed og kan derfor ikke få sagen.")
            % {"name": employee.name}
        )
    why = _("Sagsbehandler fra en anden enhed.")
    let_in(case, employees=[employee], role=role, source=AS_HANDLER, why=why, by=by, now=now)
