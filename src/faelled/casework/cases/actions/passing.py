"""What the passing of time does to a case: deadlines that are missed, delays that are over."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.access.log import log_write
from faelled.casework.cases.actions.journal import write_entry
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.actions.status import resume_case
from faelled.casework.cases.actions.step import do_automatic_steps
from faelled.casework.cases.deciding import owed_by_system
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import Case, Deadline, DeadlineState, JournalKind, Status
from faelled.casework.cases.reading import read_marking
from faelled.casework.processes.engines import engine_for
from faelled.lib.dates import local_day
from faelled.lib.dcr import Marking

logger = logging.getLogger(__name__)


def sound_alarm(deadline: Deadline, *, by: Actor, now: datetime) -> bool:
    """Write down, once, that a deadline has passed; the step can still be done (dcr.md 4.5).

    False when there is nothing to write: it was met meanwhile, or the alarm has sounded.
    """
    with transaction.atomic():
        case = locked_for_work(deadline.case_id, by=by, now=now)
        row = Deadline.objects.filter(
            pk=deadline.pk, state=DeadlineState.RUNNING, due_at__lt=now, alarmed_at=None
        ).first()
        if row is None:
            return False
        row.alarmed_at = now
        row.save(update_fields=["alarmed_at"])
        write_entry(
            case,
            by=by,
            now=now,
            kind=JournalKind.STATUS,
            short_text=_("Fristen er overskredet: %(step)s") % {"step": row.label},
            occurred_at=row.due_at,
        )
        log_write(
            by,
            stream=case.ref,
            action="case.overdue",
            subjects=[case.ref],
            detail={"event": row.event_id, "due": row.due_at.isoformat()},
            now=now,
        )
    return True


def let_time_pass(case: Case, *, by: Actor, now: datetime) -> None:
    """Look at the case's tasks again: a delay that is over makes its step possible, and a step of
    the system's is done.

    A case that rests goes on by itself on the day it was to be resumed.
    """
    with transaction.atomic():
        case = locked_for_work(case.pk, by=by, now=now)
        if case.status == Status.OPEN:
            marking = Marking.from_json(case.marking)
            read_marking(case, marking, now=now)
            if owed_by_system(engine_for(case.version_id), marking, at=now):
                _do_what_is_due(case, now=now)
        due = case.resume_on is not None and case.resume_on <= local_day(now)
        if case.status == Status.SUSPENDED and due:
            resume_case(case, by=by, now=now)


def _do_what_is_due(case: Case, *, now: datetime) -> None:
    """The system's own steps. What their effects refuse waits for the next look; nothing is half
    done, and the other cases do not wait for this one.
    """
    try:
        with transaction.atomic():
            do_automatic_steps(case, at=now, now=now)
    except CaseError:
        logger.warning("An automatic step has to wait in case %s", case.uuid)
