"""Take a case for writing: locked, and only by one who works on it."""

from datetime import datetime

from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.casework.cases.errors import NotYours
from faelled.casework.cases.models import Case
from faelled.casework.cases.queries import lock_for_work


def locked_for_work(case_id: int, *, by: Actor, now: datetime) -> Case:
    """The case, locked until the transaction ends.

    Raises NotYours where ``by`` does not work on the case, also when they may look at it: a
    broken glass shows a case and lets nobody act in it, and so does being let in to read.
    """
    case = lock_for_work(by, case_id, now=now)
    if case is None:
        raise NotYours(_("Du arbejder ikke på sagen og kan derfor ikke ændre den."))
    return case
