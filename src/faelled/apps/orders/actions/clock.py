"""What the clock owes an order: those that finalise themselves, when their day has passed."""

import logging
from datetime import datetime
from uuid import uuid4

from django.utils import timezone
from django_tasks import task

from faelled.apps.orders.models import Order, State
from faelled.base.access.actor import system_actor
from faelled.casework.cases import actions as cases
from faelled.casework.cases.errors import CaseError
from faelled.lib.dates import local_day

logger = logging.getLogger(__name__)
EVENT = "finalise_by_itself"


def finalise_what_is_due(*, now: datetime) -> int:
    """Do the graph's automatic step where its delay is over; says how many. The graph decides: it
    refuses while the answer is not there.
    """
    due = Order.objects.filter(
        finalises_itself=True,
        state__in=(State.ANSWERED, State.APPROVED),
        formal_deadline__lt=local_day(now),
    ).select_related("case")
    return sum(_finalise(order, now=now) for order in due.order_by("pk"))


@task
def watch_orders() -> int:
    """May be run twice."""
    return finalise_what_is_due(now=timezone.now())


def _finalise(order: Order, *, now: datetime) -> bool:
    step = cases.Step(event_id=EVENT, key=str(uuid4()))
    try:
        cases.execute(order.case, step, by=system_actor(order.authority_id), now=now)
    except CaseError:
        logger.info("An order could not finalise itself yet: %s", order.uuid)
        return False
    return True
