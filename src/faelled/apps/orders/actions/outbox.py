"""What the other end must be told: queued with the step, sent when the step is certain."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.orders.actions.delivery import send_order
from faelled.apps.orders.models import Order, Parcel
from faelled.apps.orders.recipients import EXTERNAL
from faelled.base.access.actor import Actor
from faelled.base.access.log import log_write
from faelled.base.connect.neighbour.contract import MessageKind, fits
from faelled.base.jobs.actions import enqueue_after_commit
from faelled.casework.cases.errors import CaseError
from faelled.casework.documents.models import DocumentVersion


def tell_the_other_end(
    order: Order,
    kind: MessageKind,
    *,
    title: str = "",
    text: str = "",
    versions: Sequence[DocumentVersion] = (),
    by: Actor,
    now: datetime,
) -> Parcel | None:
    """Queue a message to where the order is or came from; None where that is here.

    CaseError when the papers are more than another installation takes: nothing is ordered or
    answered, and nothing is tried in vain.
    """
    if not order.partner:
        return None
    if order.partner.startswith(EXTERNAL) and not fits([one.file.size for one in versions], text):
        raise CaseError(
            _("Bilagene fylder for meget. Der kan sendes højst 20 bilag og i alt 22 MB.")
        )
    parcel = Parcel.objects.create(
        order=order,
        kind=kind,
        title=title,
        text=text,
        versions=[version.pk for version in versions],
        queued_at=now,
    )
    log_write(
        by,
        stream=order.case.ref,
        action="order.queue",
        subjects=[order.case.ref],
        detail={"parcel": str(parcel.uuid), "kind": str(kind), "to": order.partner},
        now=now,
    )
    enqueue_after_commit(send_order, str(parcel.uuid))
    return parcel
