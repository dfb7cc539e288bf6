"""Who has an order now: let into its case with the recipient's role, and out when it goes on."""

from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.orders.models import Order, Visibility
from faelled.apps.orders.recipients import Recipient
from faelled.base.access.actor import Actor, system_actor
from faelled.base.people.models import Employee, Unit
from faelled.casework.cases import actions as cases
from faelled.casework.cases.models import Case

ORDERER, RECIPIENT = "orderer", "recipient"


def let_the_orderer_in(order: Order, *, now: datetime) -> None:
    """Those who order, and who get the answer, hold the orderer's role in this one case."""
    who = {row.pk: row for row in (order.ordered_by, order.return_to) if row is not None}
    cases.let_in(
        order.case,
        employees=list(who.values()),
        role=ORDERER,
        source=f"{order.key}:orderer",
        why=_("Har bestilt, eller skal have svaret."),
        by=system_actor(order.authority_id),
        now=now,
    )


def hand_to(order: Order, to: Recipient, *, by: Actor, now: datetime) -> None:
    """``to`` holds the order from now, and whoever held it does not. The caller's step says why.

    The reading that goes with it follows: the recipient's unit where the order is open to it, and
    the case it was made from where the orderer has opened that for this recipient.
    """
    system = system_actor(order.authority_id)
    for source in (order.key, f"{order.key}:readers"):
        cases.let_out(order.case, source=source, by=system, now=now)
    employees, units = _who(to)
    cases.let_in(
        order.case,
        employees=employees,
        units=units,
        role=RECIPIENT,
        source=order.key,
        why=_("Har fået bestillingen af %(name)s.") % {"name": by.shown_name},
        by=system,
        now=now,
    )
    order.holder, order.holder_unit = to.employee, to.unit
    order.save(update_fields=["holder", "holder_unit"])
    _let_readers_in(order, system, now=now)
    open_source_to_holder(order, now=now)


def keep_reading(order: Order, employee: Employee, *, now: datetime) -> None:
    """Who passes an order on has had it, and can follow what becomes of it."""
    cases.let_in(
        order.case,
        employees=[employee],
        source=f"{order.key}:before",
        why=_("Har haft bestillingen."),
        by=system_actor(order.authority_id),
        now=now,
    )


def open_source_to_holder(order: Order, *, now: datetime) -> None:
    """Who has the order reads the case it was made from, where the orderer has opened that."""
    if order.source_case is None or not order.source_open:
        return
    employees, units = _who(Recipient("", "", employee=order.holder, unit=order.holder_unit))
    system = system_actor(order.authority_id)
    _open_source(order, order.source_case, employees, units, system, now=now)


def close_source(order: Order, *, now: datetime) -> None:
    """Nobody reads the case that the order was made from any longer because of it."""
    if order.source_case is not None and order.source_open:
        system = system_actor(order.authority_id)
        cases.let_out(order.source_case, source=order.key, by=system, now=now)


def take_on(order: Order, employee: Employee) -> None:
    """A member of the unit that was asked takes it; the colleagues can still step in."""
    order.holder = employee
    order.save(update_fields=["holder"])


def _who(to: Recipient) -> tuple[list[Employee], list[Unit]]:
    if to.employee is not None:
        return [to.employee], []
    return [], [to.unit] if to.unit is not None else []


def _let_readers_in(order: Order, system: Actor, *, now: datetime) -> None:
    units = [order.holder_unit] if order.visibility != Visibility.RECIPIENT else []
    if order.visibility == Visibility.SOURCE and order.source_case is not None:
        units.append(order.source_case.owner_unit)
    readers = [unit for unit in units if unit is not None and unit.pk != order.case.owner_unit_id]
    if readers:
        cases.let_in(
            order.case,
            units=list({unit.pk: unit for unit in readers}.values()),
            source=f"{order.key}:readers",
            why=_("Bestillingen er åben for enheden."),
            by=system,
            now=now,
        )


def _open_source(
    order: Order,
    source: Case,
    employees: list[Employee],
    units: list[Unit],
    system: Actor,
    *,
    now: datetime,
) -> None:
    cases.let_out(source, source=order.key, by=system, now=now)
    cases.let_in(
        source,
        employees=employees,
        units=units,
        source=order.key,
        why=_("Må læse sagen på grund af bestillingen %(number)s.") % {"number": order.case.number},
        by=system,
        now=now,
    )
