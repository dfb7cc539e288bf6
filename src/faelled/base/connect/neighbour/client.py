"""Handing a message to another installation, and the receipt that it gives back."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from faelled.base.connect.client import session_to
from faelled.base.connect.errors import ConnectError
from faelled.base.connect.neighbour.contract import MAX_BYTES, Message, to_bytes
from faelled.base.connect.neighbour.neighbours import Neighbour, system_of
from faelled.base.connect.neighbour.signing import SIGNATURE, holds, sign

TAKEN, REFUSED = 200, (400, 409, 413, 422)


class NeighbourError(Exception):
    """The neighbour has not taken the message. ``final``: asking again would not help."""

    def __init__(self, message: str, *, final: bool = False) -> None:
        super().__init__(message)
        self.final = final


@dataclass(frozen=True, slots=True)
class Receipt:
    """The neighbour has the message with these bytes (``sha256``), since ``taken_at``."""

    id: UUID
    sha256: str
    taken_at: datetime


def receipt_bytes(receipt: Receipt) -> bytes:
    table = {
        "id": str(receipt.id),
        "sha256": receipt.sha256,
        "taken_at": receipt.taken_at.isoformat(),
    }
    return json.dumps(table, sort_keys=True).encode()


def deliver(neighbour: Neighbour, message: Message, *, now: datetime) -> Receipt:
    """Send one message; the same message again gives the same receipt.

    Raises NeighbourError, in words for the case page.
    """
    body = to_bytes(message)
    if len(body) > MAX_BYTES:
        raise NeighbourError(_("Bilagene er for store til at blive sendt."), final=True)
    headers = sign(body, sender=neighbour.us, secret=neighbour.secret, now=now)
    headers["Content-Type"] = "application/json"
    try:
        with session_to(system_of(neighbour.key, neighbour.name)) as session:
            answer = session.post(neighbour.url, data=body, headers=headers)
    except ConnectError as error:
        raise NeighbourError(str(error)) from None
    if answer.status_code in REFUSED:
        raise NeighbourError(
            _("%(name)s tager ikke imod bestillingen. Ring til dem.") % {"name": neighbour.name},
            final=True,
        )
    signature = answer.headers.get(SIGNATURE, "")
    if answer.status_code != TAKEN or not holds(
        answer.content, signature, sender=neighbour.key, secret=neighbour.secret, now=now
    ):
        raise NeighbourError(
            _("%(name)s svarer ikke, som den skal. Fælled prøver igen.") % {"name": neighbour.name}
        )
    return _receipt(answer.content, message, body, neighbour)


def _receipt(content: bytes, message: Message, body: bytes, neighbour: Neighbour) -> Receipt:
    sha256 = hashlib.sha256(body).hexdigest()
    try:
        table = json.loads(content)
        receipt = Receipt(
            UUID(table["id"]), str(table["sha256"]), datetime.fromisoformat(table["taken_at"])
        )
    except (ValueError, KeyError, TypeError):
        receipt = None
    if receipt is None or (receipt.id, receipt.sha256) != (message.id, sha256):
        raise NeighbourError(
            _("Kvitteringen fra %(name)s passer ikke til det, der blev sendt.")
            % {"name": neighbour.name}
        )
    return receipt
