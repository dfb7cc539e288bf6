"""How long the cases on an agenda can be read by those who come for them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.meetings.models import Item, Meeting
from faelled.base.access.actor import system_actor
from faelled.base.people.models import Employee
from faelled.casework.cases.actions import let_in, let_out
from faelled.casework.cases.queries import current


def open_window(
    item: Item, meeting: Meeting, readers: Sequence[Employee], *, now: datetime
) -> None:
    """The item's case is open to ``readers`` until the meeting's material closes, and to nobody
    else because of the meeting.
    """
    if item.case is None:
        return
    system = system_actor(meeting.authority_id)
    let_out(item.case, source=item.source, by=system, now=now)
    if not readers or meeting.material_until <= now:
        return
    let_in(
        item.case,
        employees=readers,
        source=item.source,
        why=_("Sagen er på dagsordenen for mødet %(title)s.") % {"title": meeting.title},
        ends_at=meeting.material_until,
        by=system,
        now=now,
    )


def move_windows(meeting: Meeting, *, now: datetime) -> None:
    """Whoever reads a case because of the meeting reads it until its new time. A window that has
    closed stays closed until the agenda is sent out again.
    """
    for item in meeting.items.filter(case__isnull=False).select_related("case", "meeting"):
        if item.case is not None:
            rows = item.case.assignments.filter(
                current(now), source=item.source, employee__isnull=False
            ).select_related("employee")
            readers = [row.employee for row in rows if row.employee is not None]
            if readers:
                open_window(item, meeting, readers, now=now)
