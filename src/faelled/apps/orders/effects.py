"""What the steps of content/graphs/bestilling.toml do beyond the graph, wherever they are done."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from faelled.apps.orders.actions.holding import (
    close_source,
    hand_to,
    keep_reading,
    take_on,
)
from faelled.apps.orders.actions.opening import leave_source_behind
from faelled.apps.orders.actions.outbox import tell_the_other_end
from faelled.apps.orders.actions.papers import close_answer, hand_in, newest_answer
from faelled.apps.orders.models import Order, State
from faelled.apps.orders.recipients import RecipientUnknown, colleagues
from faelled.base.access.actor import Actor
from faelled.base.connect.neighbour.contract import MessageKind
from faelled.base.files.queries import own_uploads
from faelled.base.people.models import Employee
from faelled.casework.cases.effects import EFFECTS, AttemptContext, EffectHandler, StepContext
from faelled.casework.cases.errors import StepRefused
from faelled.casework.cases.models import Case
from faelled.lib.dates import local_day
from faelled.lib.dcr import Value

EVALUATIONS = {"approved": MessageKind.APPROVED, "sent_back": MessageKind.SENT_BACK}
ENDS = {"finalised": MessageKind.FINALISED, "withdrawn": MessageKind.WITHDRAWN}


def order_of(case: Case) -> Order:
    """The order that the case follows, locked; refused where the case was opened without one."""
    order = (
        Order.objects.select_for_update(of=("self",))
        .select_related("case__authority", "case__owner_unit", "source_case__owner_unit", "answer")
        .filter(case=case)
        .first()
    )
    if order is None:
        raise StepRefused(_("Sagen er ikke lavet som en bestilling. Bestil på siden Bestillinger."))
    return order


def accept(context: StepContext) -> None:
    """The order is taken; by name, where it was the unit that was asked."""
    order, by = order_of(context.case), context.by
    order.state = State.ACCEPTED
    order.save(update_fields=["state"])
    holder = _employee(by)
    if order.holder_id is None and holder is not None:
        take_on(order, holder)
    if order.incoming:
        tell_the_other_end(order, MessageKind.ACCEPTED, by=by, now=context.now)


def cannot_pass_on(attempt: AttemptContext) -> list[str]:
    """The name must be somebody's in the house, and not the one who has it."""
    typed = _text(attempt.values, "to")
    try:
        to = colleagues(attempt.by, now=attempt.now).find(typed)
    except RecipientUnknown as error:
        return [str(error)]
    order = Order.objects.filter(case=attempt.case).first()
    if order is not None and to.employee is not None and to.employee.pk == order.holder_id:
        return [_("%(name)s har allerede bestillingen.") % {"name": to.name}]
    return []


def pass_on(context: StepContext) -> None:
    """Another has it from now, and must accept it."""
    order = order_of(context.case)
    to = colleagues(context.by, now=context.now).find(_text(_data(context), "to"))
    order.state = State.ASKED
    order.save(update_fields=["state"])
    leave_source_behind(order, by=context.by, now=context.now)
    hand_to(order, to, by=context.by, now=context.now)
    before = _employee(context.by)
    if before is not None:
        keep_reading(order, before, now=context.now)


def cannot_answer(attempt: AttemptContext) -> list[str]:
    """An answer is written, or one file; never nothing, and never two."""
    files = _uuids(attempt.values)
    if not files and not _text(attempt.values, "text").strip():
        return [_("Skriv svaret, eller vedhæft det som en fil.")]
    if len(files) > 1:
        return [_("Vedhæft ét svar. Saml flere papirer i én fil.")]
    if len(own_uploads(attempt.by, files)) != len(files):
        return [_("Filen findes ikke mere. Vedhæft den igen.")]
    return []


def nothing_yet(context: StepContext) -> None:
    """The answer lies with the step; the orderer gets it when it is reported done."""


def report_done(context: StepContext) -> None:
    """Answered, in time or not by the formal deadline; that word stays when the order is over.
    Now the orderer gets the answer to read.
    """
    order = order_of(context.case)
    hand_in(order, context.marking, by=context.by, now=context.now)
    order.state, order.answered_at = State.ANSWERED, context.step.at
    order.in_time = local_day(context.step.at) <= order.formal_deadline
    order.save(update_fields=["state", "answered_at", "in_time"])
    if order.incoming:
        tell_the_other_end(
            order,
            MessageKind.ANSWER,
            text=_text(_data(context), "comment"),
            versions=newest_answer(order),
            by=context.by,
            now=context.now,
        )


def evaluate(context: StepContext) -> None:
    """The orderer is content, or is not."""
    order, state = order_of(context.case), context.effect.options["state"]
    order.state = State(state)
    order.save(update_fields=["state"])
    _tell_the_recipient(order, EVALUATIONS[state], "comment", context)


def end(context: StepContext) -> None:
    """Over: the answer is closed, and nobody reads the source case because of the order."""
    order, state = order_of(context.case), context.effect.options["state"]
    order.state, order.ended_at = State(state), context.step.at
    order.save(update_fields=["state", "ended_at"])
    close_answer(order, by=context.by, now=context.now)
    close_source(order, now=context.now)
    _tell_the_recipient(order, ENDS[state], "why", context)


def _tell_the_recipient(order: Order, kind: MessageKind, field: str, context: StepContext) -> None:
    if not order.incoming:
        text = _text(_data(context), field)
        tell_the_other_end(order, kind, text=text, by=context.by, now=context.now)


def _employee(by: Actor) -> Employee | None:
    """The one it is done for: the absent colleague, where somebody stands in."""
    absent = by.on_behalf_of.employee_id if by.on_behalf_of else None
    found = absent or by.employee_id
    return None if found is None else Employee.objects.get(pk=found)


def _data(context: StepContext) -> Value:
    return context.marking.values.get(context.event.id)


def _text(value: Value, name: str) -> str:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, str) else ""


def _uuids(value: Value) -> tuple[str, ...]:
    found = value.get("file") if isinstance(value, Mapping) else None
    if isinstance(found, str):
        return (found,)
    return tuple(str(one) for one in found) if isinstance(found, tuple) else ()


def register() -> None:
    """Called once, from the app's ``ready()``."""
    EFFECTS.register(EffectHandler("order-accept", apply=accept))
    EFFECTS.register(EffectHandler("order-pass-on", apply=pass_on, check=cannot_pass_on))
    EFFECTS.register(EffectHandler("order-answer", apply=nothing_yet, check=cannot_answer))
    EFFECTS.register(EffectHandler("order-done", apply=report_done))
    EFFECTS.register(EffectHandler("order-evaluate", apply=evaluate))
    EFFECTS.register(EffectHandler("order-end", apply=end))
