"""What a case's people owe beside the graph: a higher room says so, and says when it is done."""

from datetime import datetime

from django.db import transaction

from faelled.base.access.actor import Actor
from faelled.base.access.log import log_write
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.models import Case, Task
from faelled.casework.cases.reading import read_marking
from faelled.lib.dcr import Marking

CASEWORKER = "caseworker"


@transaction.atomic
def owe(case: Case, key: str, label: str, *, by: Actor, now: datetime) -> Case:
    """A task of the case's caseworkers that no step of the graph is: ``key`` names it
    ("post:<uuid>"), and the same key twice is one task. It stands on the work list, and the case
    is not closed before it is done (`settle`).
    """
    case = locked_for_work(case.pk, by=by, now=now)
    values = {"label": label, "role": CASEWORKER, "possible": True, "since": now, "outside": True}
    _task, made = Task.objects.get_or_create(case=case, event_id=key, defaults=values)
    if made:
        _read_again(case, "case.owe", key, by=by, now=now)
    return case


@transaction.atomic
def settle(case: Case, key: str, *, by: Actor, now: datetime) -> Case:
    """The task is done; nothing happens where it was done before."""
    case = locked_for_work(case.pk, by=by, now=now)
    gone, _rows = case.tasks.filter(event_id=key, outside=True).delete()
    if gone:
        _read_again(case, "case.settle", key, by=by, now=now)
    return case


def _read_again(case: Case, action: str, key: str, *, by: Actor, now: datetime) -> None:
    read_marking(case, Marking.from_json(case.marking), now=now)
    log_write(
        by, stream=case.ref, action=action, subjects=[case.ref], detail={"task": key}, now=now
    )
