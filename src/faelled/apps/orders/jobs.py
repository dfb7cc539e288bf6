"""The room's jobs."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from faelled.apps.orders.actions.clock import watch_orders
from faelled.apps.orders.actions.delivery import send_order, send_waiting_orders
from faelled.base.jobs.registry import JOBS, Every, Job


def register() -> None:
    """Called once, from the app's ``ready()``."""
    JOBS.register(Job("send-order", _("Send en bestilling"), send_order))
    JOBS.register(
        Job(
            "send-waiting-orders",
            _("Send bestillinger, der venter"),
            send_waiting_orders,
            Every(timedelta(minutes=5)),
        )
    )
    JOBS.register(
        Job(
            "order-clock",
            _("Bestillinger, der afslutter sig selv"),
            watch_orders,
            Every(timedelta(minutes=15)),
        )
    )
