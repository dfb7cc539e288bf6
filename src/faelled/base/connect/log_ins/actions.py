"""Ending log-ins: one's own, or everybody's of one user."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from faelled.base.access.actor import Actor, ActorKind, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import Refused, require_capability, require_same_authority
from faelled.base.connect.log_ins.queries import own_log_ins
from faelled.base.connect.models import LogIn
from faelled.base.people.models import User


@transaction.atomic
def end_own(number: UUID | None, *, keep: str, by: Actor, now: datetime) -> int:
    """End one of the actor's own log-ins, or with None all but the session ``keep``; how many.

    The number of somebody else's ends nothing: it is as if it were not there.
    """
    rows = own_log_ins(by, now=now)
    rows = rows.exclude(session_key=keep) if number is None else rows.filter(number=number)
    ended, _kinds = LogIn.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
    if ended:
        _log(by.id, ended, by=by, now=now)
    return ended


@transaction.atomic
def end_all_of(user: User, *, by: Actor, now: datetime) -> int:
    """End every log-in of ``user``: a telephone was lost, or an employee left.

    Asks for ``manage-people`` in the user's own authority.
    """
    if by.kind is not ActorKind.SYSTEM:
        require_capability(by, Capability.MANAGE_PEOPLE)
    authority = user.authority
    if authority is None:
        raise Refused("A user without an authority is nobody's to administer.")
    require_same_authority(by, authority.pk)
    ended, _kinds = LogIn.objects.filter(user=user).delete()
    _log(str(user.public_id), ended, by=by, now=now)
    return ended


def _log(user_id: str, ended: int, *, by: Actor, now: datetime) -> None:
    stream = f"user:{user_id}"
    log_write(
        by,
        stream=stream,
        action="end-log-ins",
        subjects=[stream],
        detail={"ended": ended},
        now=now,
    )
