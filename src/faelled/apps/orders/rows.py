"""An order as a line, and in words, for lists, panels and the file one takes out."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from faelled.apps.orders.models import Order, State
from faelled.base.ui.badges import Badge, badge_for
from faelled.casework.cases.rows import Due, due_of
from faelled.lib.dates import end_of_day

TONES = {
    State.ASKED: "waiting",
    State.ACCEPTED: "active",
    State.ANSWERED: "waiting",
    State.SENT_BACK: "returned",
    State.APPROVED: "approved",
    State.FINALISED: "done",
    State.WITHDRAWN: "neutral",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BOM = "\ufeff"  # so that spreadsheets read Danish letters


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order, all worked out. ``formal`` and ``internal`` are None once it is answered: then
    ``timing`` says whether that was in time.
    """

    order: Order
    url: str
    title: str
    number: str
    ordered_from: str
    at: str
    badge: Badge
    formal: Due | None
    internal: Due | None
    timing: str


def order_rows(orders: Iterable[Order], *, now: datetime) -> list[OrderRow]:
    return [order_row(order, now=now) for order in orders]


def order_row(order: Order, *, now: datetime) -> OrderRow:
    """The row of an order read with `queries.listed` and its like; no query of its own."""
    runs = not order.over and order.state not in (State.ANSWERED, State.APPROVED)
    internal = order.internal_deadline if runs else None
    return OrderRow(
        order=order,
        url=reverse("orders:order", args=[order.uuid]),
        title=order.case.title,
        number=order.case.number,
        ordered_from=ordered_from(order),
        at=held_by(order),
        badge=badge_for(TONES[State(order.state)], str(State(order.state).label)),
        formal=due_of(end_of_day(order.formal_deadline), now) if runs else None,
        internal=due_of(end_of_day(internal), now) if internal else None,
        timing=timing_words(order),
    )


def ordered_from(order: Order) -> str:
    """Who asks: ``"Anna Dam, Børnehandicap"``, or the other authority."""
    if order.incoming:
        return order.outside
    names = (row.name for row in (order.ordered_by, order.ordering_unit) if row is not None)
    return ", ".join(names)


def held_by(order: Order) -> str:
    """Whose it is now: a person, a unit that nobody has taken it in, or the other authority."""
    if order.partner and not order.incoming:
        return order.outside
    names = (row.name for row in (order.holder, order.holder_unit) if row is not None)
    return ", ".join(names)


def timing_words(order: Order) -> str:
    """Before or after the formal deadline, once there is an answer; nothing before that."""
    if order.in_time is None:
        return ""
    return _("Før fristen") if order.in_time else _("Efter fristen")


def as_csv(rows: Sequence[OrderRow]) -> str:
    """The list as a file for a spreadsheet; no cell of it is a formula."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, delimiter=";")
    writer.writerow(
        [
            _("Sagsnummer"),
            _("Bestilling"),
            _("Slags"),
            _("Fra"),
            _("Hos"),
            _("Status"),
            _("Formel frist"),
            _("Intern frist"),
            _("Besvaret"),
        ]
    )
    for row in rows:
        writer.writerow([harmless(cell) for cell in _cells(row)])
    return out.getvalue()


def harmless(cell: str) -> str:
    """``harmless("=1+1") == "'=1+1"``: a spreadsheet shows it, and does not work it out."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def _cells(row: OrderRow) -> list[str]:
    order = row.order
    internal = order.internal_deadline
    return [
        row.number,
        row.title,
        order.get_kind_display(),
        row.ordered_from,
        row.at,
        order.get_state_display(),
        date_format(order.formal_deadline, "d-m-Y"),
        date_format(internal, "d-m-Y") if internal else "",
        row.timing,
    ]
