"""The case behind an order is opened to who has the order now: by who ordered, each time anew."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.orders.actions.holding import ORDERER, close_source, open_source_to_holder
from faelled.apps.orders.models import Order
from faelled.base.access.actor import Actor
from faelled.casework.cases.actions import write_entry
from faelled.casework.cases.errors import NotYours
from faelled.casework.cases.models import JournalKind
from faelled.casework.cases.queries import roles_in_case, works_on


def may_open_source(order: Order, by: Actor, *, now: datetime) -> bool:
    """Whether ``by`` could let the holder read the case that the order was made from."""
    if order.source_case is None or order.source_open or order.ended_at or order.partner:
        return False
    if ORDERER not in roles_in_case(by, order.case, now=now):
        return False
    return works_on(by, order.source_case, now=now)


def open_source(order: Order, *, by: Actor, now: datetime) -> Order:
    """Let who has the order now read the case it was made from, until the order ends or goes on to
    another. Only who ordered and works on that case; raises NotYours.
    """
    with transaction.atomic():
        order = (
            Order.objects.select_for_update(of=("self",))
            .select_related("case", "source_case", "holder", "holder_unit")
            .get(pk=order.pk)
        )
        if not may_open_source(order, by, now=now):
            raise NotYours(_("Du kan ikke give adgang til den sag."))
        order.source_open = True
        order.save(update_fields=["source_open"])
        open_source_to_holder(order, now=now)
        _tell(order, _("Den, der har bestillingen, må læse sagen bag den"), by, now)
    return order


def leave_source_behind(order: Order, *, by: Actor, now: datetime) -> None:
    """The order goes on to another, whom the orderer has not chosen: the right to read the case
    behind it does not go along.
    """
    if order.source_case is None or not order.source_open:
        return
    close_source(order, now=now)
    order.source_open = False
    order.save(update_fields=["source_open"])
    _tell(order, _("Adgangen til sagen bag bestillingen fulgte ikke med videre"), by, now)


def _tell(order: Order, text: str, by: Actor, now: datetime) -> None:
    write_entry(order.case, by=by, now=now, kind=JournalKind.INTERNAL, short_text=text)
