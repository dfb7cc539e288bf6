"""Every write of an order. Its steps are done by ``cases.actions.execute``; see ``effects``."""

from faelled.apps.orders.actions.clock import finalise_what_is_due
from faelled.apps.orders.actions.delivery import deliver, deliver_waiting
from faelled.apps.orders.actions.intake import take_orders_in
from faelled.apps.orders.actions.opening import open_source
from faelled.apps.orders.actions.placing import NewOrder, case_type_of, place_order
from faelled.apps.orders.actions.taking import NotTaken, TakenOtherwise, take

__all__ = [
    "NewOrder",
    "NotTaken",
    "TakenOtherwise",
    "case_type_of",
    "deliver",
    "deliver_waiting",
    "finalise_what_is_due",
    "open_source",
    "place_order",
    "take",
    "take_orders_in",
]
