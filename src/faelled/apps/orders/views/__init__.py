"""The screens of orders, and the address that other installations write to."""

from faelled.apps.orders.views.intake import intake
from faelled.apps.orders.views.lists import export, order_list
from faelled.apps.orders.views.making import new_order
from faelled.apps.orders.views.neighbour import take_message
from faelled.apps.orders.views.one import draft, open_source, order_detail, step

__all__ = [
    "draft",
    "export",
    "intake",
    "new_order",
    "open_source",
    "order_detail",
    "order_list",
    "step",
    "take_message",
]
