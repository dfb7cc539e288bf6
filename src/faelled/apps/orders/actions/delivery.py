"""Handing what is queued to the other end: once, however often it is tried."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from faelled.apps.orders.actions.papers import content_of, refuse_protected_since
from faelled.apps.orders.actions.taking import NotTaken, take
from faelled.apps.orders.models import Order, Parcel, ParcelState
from faelled.apps.orders.recipients import EXTERNAL, GROUP
from faelled.base.access.actor import system_actor
from faelled.base.access.log import log_write
from faelled.base.connect.neighbour.carriers import hand_over
from faelled.base.connect.neighbour.client import NeighbourError, Receipt
from faelled.base.connect.neighbour.contract import Asked, Attachment, Message, MessageKind
from faelled.base.connect.neighbour.neighbours import Neighbour, neighbour_named
from faelled.base.people.models import Authority
from faelled.casework.cases.errors import CaseError
from faelled.casework.documents.models import DocumentVersion

PATIENCE = timedelta(minutes=1)
Carrier = Callable[[Neighbour, Message, datetime], Receipt]


def deliver(parcel_uuid: UUID, *, now: datetime, carrier: Carrier = hand_over) -> Parcel:
    """Hand one parcel over; safe to do again, and to be killed in at any point.

    The other end knows the message by its id: the same again is the same receipt. What it cannot
    take now waits; what it refuses is marked failed, with a reason that stands on the case.
    Messages of one order go in the order they were queued.
    """
    parcel = Parcel.objects.select_related("order__case__authority").get(uuid=parcel_uuid)
    earlier = Parcel.objects.filter(order=parcel.order, pk__lt=parcel.pk)
    if parcel.state != ParcelState.QUEUED or earlier.filter(state=ParcelState.QUEUED).exists():
        return parcel
    try:
        refuse_protected_since(parcel.order, parcel.versions, now=now)
        message = message_of(parcel)
        sha256 = _hand_over(parcel, message, now, carrier)
    except NeighbourError as error:
        return _keep(parcel, str(error), failed=error.final, now=now)
    except (NotTaken, CaseError) as error:
        return _keep(parcel, str(error), failed=True, now=now)
    return _delivered(parcel, sha256, now=now)


def deliver_waiting(*, now: datetime, carrier: Carrier = hand_over) -> int:
    """Try again whatever has waited a minute or more; gives how many left."""
    waiting = Parcel.objects.filter(state=ParcelState.QUEUED, queued_at__lte=now - PATIENCE)
    uuids = list(waiting.order_by("pk").values_list("uuid", flat=True))
    done = [deliver(uuid, now=now, carrier=carrier) for uuid in uuids]
    return sum(parcel.state == ParcelState.SENT for parcel in done)


@task
def send_order(parcel_uuid: str) -> None:
    """The job of one message, and of those that wait behind it."""
    parcel = deliver(UUID(parcel_uuid), now=timezone.now())
    behind = Parcel.objects.filter(
        order=parcel.order, pk__gt=parcel.pk, state=ParcelState.QUEUED
    ).order_by("pk")
    for uuid in list(behind.values_list("uuid", flat=True)):
        deliver(uuid, now=timezone.now())


@task
def send_waiting_orders() -> int:
    """The recurring job that takes up what the neighbour could not take, or a kill left behind."""
    return deliver_waiting(now=timezone.now())


def message_of(parcel: Parcel) -> Message:
    """The message as it is sent: what was written and attached, and nothing more of the case."""
    order = parcel.order
    versions = DocumentVersion.objects.filter(pk__in=parcel.versions).select_related("file")
    asked = Asked(order.kind, order.formal_deadline, order.internal_deadline)
    return Message(
        id=parcel.uuid,
        thread=order.thread,
        kind=MessageKind(parcel.kind),
        sent_at=parcel.queued_at,
        sender=sender_of(order),
        title=parcel.title,
        text=parcel.text,
        asked=asked if parcel.kind == MessageKind.ORDER else None,
        attachments=tuple(
            Attachment(one.file.name, content_of(one.file)) for one in versions.order_by("pk")
        ),
    )


def sender_of(order: Order) -> str:
    """``"Fælleskøbing Kommune, Børnehandicap"``: an authority and a unit, never a person."""
    unit = order.holder_unit if order.incoming else order.ordering_unit
    name = order.case.authority.name
    return f"{name}, {unit.name}"[:200] if unit else name


def _hand_over(parcel: Parcel, message: Message, now: datetime, carrier: Carrier) -> str:
    order = parcel.order
    if order.partner.startswith(GROUP):
        there = Authority.objects.get(uuid=order.partner.removeprefix(GROUP))
        here = f"{GROUP}{order.case.authority.uuid}"
        return take(message, sender=here, authority=there, now=now).sha256
    neighbour = neighbour_named(order.partner.removeprefix(EXTERNAL))
    if neighbour is None:
        raise NeighbourError(
            _("Forbindelsen til %(name)s er ikke sat op.") % {"name": order.outside}
        )
    return carrier(neighbour, message, now).sha256


@transaction.atomic
def _keep(parcel: Parcel, problem: str, *, failed: bool, now: datetime) -> Parcel:
    row = Parcel.objects.select_for_update().get(pk=parcel.pk)
    if row.state != ParcelState.QUEUED:
        return row
    row.state = ParcelState.FAILED if failed else ParcelState.QUEUED
    row.problem, row.attempts = problem[:300], row.attempts + 1
    row.save(update_fields=["state", "problem", "attempts"])
    _log(parcel, "order.wait" if not failed else "order.fail", now=now)
    return row


@transaction.atomic
def _delivered(parcel: Parcel, sha256: str, *, now: datetime) -> Parcel:
    row = Parcel.objects.select_for_update().get(pk=parcel.pk)
    if row.state == ParcelState.SENT:
        return row
    row.state, row.sent_at, row.receipt_sha256, row.problem = ParcelState.SENT, now, sha256, ""
    row.attempts += 1
    row.save(update_fields=["state", "sent_at", "receipt_sha256", "problem", "attempts"])
    _log(parcel, "order.send", now=now)
    return row


def _log(parcel: Parcel, action: str, *, now: datetime) -> None:
    case = parcel.order.case
    log_write(
        system_actor(case.authority_id),
        stream=case.ref,
        action=action,
        subjects=[case.ref],
        detail={"parcel": str(parcel.uuid), "kind": parcel.kind},
        now=now,
    )
