"""Take a meeting for writing, and tell the log of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.meetings.errors import MeetingError
from faelled.apps.meetings.models import Meeting
from faelled.apps.meetings.queries import runs, visible_to
from faelled.base.access.actor import Actor
from faelled.base.access.log import log_write
from faelled.base.audit.chain import Json
from faelled.casework.cases.models import Case, Status


def locked(meeting: Meeting, *, by: Actor) -> Meeting:
    """The meeting, locked until the transaction ends: for its chair and secretary, while it is
    not over.
    """
    found = (
        visible_to(by)
        .select_for_update(of=("self",))
        .select_related("case")
        .filter(pk=meeting.pk)
        .first()
    )
    if found is None or not runs(by, found):
        raise MeetingError(_("Kun mødets leder og sekretær kan ændre mødet."))
    if found.case.status == Status.CLOSED:
        raise MeetingError(_("Mødet er afsluttet og kan ikke ændres."))
    return found


def tell(
    meeting: Meeting,
    action: str,
    detail: Mapping[str, Json],
    *,
    by: Actor,
    now: datetime,
    cases: Sequence[Case] = (),
) -> None:
    """One entry in the stream of the meeting's case; who acted, and for whom."""
    log_write(
        by,
        stream=meeting.case.ref,
        action=action,
        subjects=[meeting.ref, meeting.case.ref, *(case.ref for case in cases)],
        detail=detail,
        now=now,
    )
