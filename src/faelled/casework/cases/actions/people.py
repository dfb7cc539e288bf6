"""Who works on a case."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.log import log_write
from faelled.base.people.models import Employee
from faelled.casework.cases.actions.journal import write_entry
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.errors import CaseError, NotYours
from faelled.casework.cases.models import Case, JournalKind
from faelled.casework.cases.queries import colleagues_for


def take(case: Case, *, by: Actor, now: datetime) -> Case:
    """The reader becomes the case's handler."""
    if by.employee_id is None:
        raise NotYours(_("Kun en medarbejder kan tage en sag."))
    return assign(case, Employee.objects.get(pk=by.employee_id), by=by, now=now)


def assign(case: Case, employee: Employee, *, by: Actor, now: datetime) -> Case:
    """Make ``employee`` the handler. They must hold a position in the case's unit or below a
    leader of it; otherwise the case would be in the hands of one who may not see it.
    """
    if by.kind == ActorKind.CITIZEN:
        raise NotYours(_("Kun en medarbejder kan fordele sager."))
    with transaction.atomic():
        case = locked_for_work(case.pk, by=by, now=now)
        if not colleagues_for(case, now=now).filter(pk=employee.pk).exists():
            raise CaseError(
                _("%(name)s har ikke en stilling i sagens enhed og kan derfor ikke få sagen.")
                % {"name": employee.name}
            )
        before = case.handler_id
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
