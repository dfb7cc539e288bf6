"""The boxes on the case page: the orders made from a case, and what an order's own case is."""

from collections.abc import Mapping
from datetime import datetime

from faelled.apps.orders.models import PROCESS, Order
from faelled.apps.orders.page import asked_text
from faelled.apps.orders.queries import made_from
from faelled.apps.orders.rows import order_row, order_rows
from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case
from faelled.casework.cases.panels import PANELS, Panel
from faelled.casework.cases.queries import works_on
from faelled.lib.dcr import Marking

SHOWN = 10


def own(case: Case, actor: Actor, now: datetime) -> Mapping[str, object] | None:
    """On the case of an order: what it is, and the way to its own page."""
    if case.version.process.key != PROCESS:
        return None
    order = (
        Order.objects.filter(case=case)
        .select_related("ordered_by", "ordering_unit", "return_to", "holder", "holder_unit")
        .first()
    )
    if order is None:
        return {"row": None}
    order.case = case
    text = asked_text(Marking.from_json(case.marking))
    return {"row": order_row(order, now=now), "text": text}


def made_here(case: Case, actor: Actor, now: datetime) -> Mapping[str, object] | None:
    """On any other case: what was ordered from it, and where that stands."""
    if case.version.process.key == PROCESS:
        return None
    orders = list(made_from(case, actor, now=now)[: SHOWN + 1])
    works = works_on(actor, case, now=now)
    if not orders and not works:
        return None
    return {
        "case": case,
        "rows": order_rows(orders[:SHOWN], now=now),
        "more": len(orders) > SHOWN,
        "works": works,
    }


def register() -> None:
    """Called once, from the app's ``ready()``."""
    PANELS.register(Panel("order", 5, "orders/_own_panel.html", own))
    PANELS.register(Panel("orders", 25, "orders/_panel.html", made_here))
