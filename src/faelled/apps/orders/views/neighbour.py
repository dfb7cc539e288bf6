"""Where another installation hands a message over: signed, taken once, answered with a receipt."""

import logging

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from faelled.apps.orders.actions import NotTaken, TakenOtherwise, take
from faelled.apps.orders.recipients import EXTERNAL
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.base.connect.neighbour.client import Receipt, receipt_bytes
from faelled.base.connect.neighbour.contract import MAX_BYTES, ContractError, from_bytes
from faelled.base.connect.neighbour.neighbours import Neighbour, neighbour_named
from faelled.base.connect.neighbour.signing import SENDER, SIGNATURE, holds, sign
from faelled.base.people.models import Authority

logger = logging.getLogger(__name__)


@csrf_exempt
@access(who="anyone")
@require_POST
def take_message(request: ActorRequest) -> HttpResponse:
    """401: not signed by a neighbour we know. 400: no message of ours. 409, 422: refused."""
    now = timezone.now()
    neighbour = neighbour_named(request.headers.get(SENDER, ""))
    if neighbour is None:
        return HttpResponse(status=401)  # of a stranger not a byte is read
    body = request.read(MAX_BYTES + 1)
    signature = request.headers.get(SIGNATURE, "")
    if not holds(body, signature, sender=neighbour.key, secret=neighbour.secret, now=now):
        return HttpResponse(status=401)
    try:
        message = from_bytes(body)
    except ContractError as error:
        return refused(neighbour, 400, str(error))
    authority = Authority.objects.filter(municipality_code=neighbour.authority).first()
    if authority is None:
        return refused(neighbour, 422, "no such authority")
    try:
        taken = take(message, sender=f"{EXTERNAL}{neighbour.key}", authority=authority, now=now)
    except TakenOtherwise:
        return refused(neighbour, 409, "taken with another content")
    except NotTaken:
        return refused(neighbour, 422, "not taken")
    answer = receipt_bytes(Receipt(message.id, taken.sha256, taken.taken_at))
    headers = sign(answer, sender=neighbour.us, secret=neighbour.secret, now=now)
    return HttpResponse(answer, content_type="application/json", headers=headers)


def refused(neighbour: Neighbour, status: int, why: str) -> HttpResponse:
    """The operator reads why; the neighbour reads the number alone."""
    logger.warning("A message from %s was refused: %s", neighbour.key, why)
    return HttpResponse(status=status)
