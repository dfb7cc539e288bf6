"""What a party may still do when the case has ended: complain, or ask for it to be taken up again.

A case is closed for the authority's work, not for the party's rights: the time to complain may
still run, and the law lets one ask for a new look at any time. So a step that the graph marks
with ``reopens`` opens the case again in the same transaction, or nothing happens at all.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.intake.effects import REOPENS, told
from faelled.base.access.actor import system_actor
from faelled.casework.cases.actions import reopen_case
from faelled.casework.cases.models import Case, Status
from faelled.lib.dcr import Event


def can_be_done_in(case: Case, event: Event) -> bool:
    """Whether the case's status lets a party take the step, as far as the graph allows it."""
    if case.status == Status.CLOSED:
        return told(event, REOPENS) is not None
    return case.status == Status.OPEN


def take_up_again(case: Case, event: Event, *, now: datetime) -> Case:
    """Open a case that has ended, because a party now does ``event`` in it.

    The caller has the transaction that also does the step, and asks the graph; where the graph
    says no, the case stays closed. The log has the system as who opened, and the party's step.
    """
    if case.status != Status.CLOSED or told(event, REOPENS) is None:
        return case
    reason = _("Genåbnet, fordi en part har sendt: %(step)s") % {"step": event.label}
    return reopen_case(case, by=system_actor(case.authority_id), now=now, reason=reason)
