"""What the other actions are made of: a message held for writing, and its line in the log."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.post.models import Received
from faelled.apps.post.queries import visible_to
from faelled.base.access.actor import Actor
from faelled.base.access.log import log_write
from faelled.base.audit.chain import Json
from faelled.casework.cases.errors import CaseError, NotYours


def held(row: Received, *, by: Actor, now: datetime) -> Received:
    """The message locked until the transaction ends, for one who may read it; NotYours else."""
    rows = visible_to(by, now=now).filter(pk=row.pk).select_for_update(of=("self",))
    found = rows.select_related("person", "company", "authority").first()
    if found is None:
        raise NotYours(_("Meddelelsen er ikke længere hos dig. En anden kan have taget den."))
    return found


def held_waiting(row: Received, *, by: Actor, now: datetime) -> Received:
    """The same, where nobody has placed it or set it aside meanwhile."""
    found = held(row, by=by, now=now)
    if not found.waits:
        raise CaseError(_("En anden har allerede taget sig af meddelelsen."))
    return found


def subjects_of(row: Received) -> list[str]:
    """The message, and its sender where we know them, for the log of look-ups."""
    return [row.ref, *([f"person:{row.person.uuid}"] if row.person else [])]


def log(
    row: Received, action: str, detail: Mapping[str, Json], *, by: Actor, now: datetime
) -> None:
    """One entry in the message's own stream; never a word of what it says."""
    log_write(by, stream=row.ref, action=action, subjects=subjects_of(row), detail=detail, now=now)
