"""A chain is opened, and a copy is read: what makes a line bold or takes it off a list."""

from datetime import datetime

from django.db import transaction

from faelled.apps.decisions.actions.writing import log_chain
from faelled.apps.decisions.chains.plans import acting_id
from faelled.apps.decisions.models import Chain, ChainCopy, ChainTask
from faelled.base.access.actor import Actor


def mark_seen(chain: Chain, *, by: Actor, now: datetime) -> None:
    """What waits for ``by`` in the chain has been opened; no trace beside the read's own."""
    ChainTask.objects.filter(chain=chain, employee_id=acting_id(by), seen_at=None).update(
        seen_at=now
    )


def mark_read(chain: Chain, *, by: Actor, now: datetime) -> int:
    """The copies of ``by`` in the chain are read and leave the list; says how many there were."""
    with transaction.atomic():
        found = ChainCopy.objects.filter(
            step__chain=chain, employee_id=acting_id(by), arrived_at__lte=now, read_at=None
        ).update(read_at=now)
        if found:
            log_chain(chain, "chain.read-copy", {"copies": found}, by=by, now=now)
    return found
