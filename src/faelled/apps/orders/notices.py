"""What one is told of: orders that somebody else has moved, and that now wait for one's answer."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from faelled.apps.orders.queries import waiting_for
from faelled.base.access.actor import Actor
from faelled.base.notices.registry import Kind, Window
from faelled.casework.cases.models import CaseEvent


def count_new(reader: Actor, window: Window) -> int:
    """Those with a step by another in the window that now wait for the reader."""
    moved = CaseEvent.objects.filter(
        case=OuterRef("case"), recorded_at__gt=window.since, recorded_at__lte=window.until
    ).exclude(actor_id=reader.id)
    return waiting_for(reader, now=window.now).filter(Exists(moved)).count()


ORDERS = Kind(
    "orders",
    _("Bestillinger"),
    _("Der venter en bestilling på dig i Fælled."),
    "orders:list",
    count_new,
)
