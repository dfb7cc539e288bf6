"""How long the papers on an agenda can be read by those who come for them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.meetings.models import Attendee, Item, Meeting, Part
from faelled.base.access.actor import system_actor
from faelled.base.people.models import Employee
from faelled.casework.cases.actions import let_in, let_out
from faelled.casework.cases.queries import current

LONGEST_WHY = 300  # what the case keeps of it; all of it stands on the item


def open_window(
    item: Item, meeting: Meeting, readers: Sequence[Attendee], *, now: datetime
) -> None:
    """The item's papers are open to ``readers`` until the meeting's material closes, and to nobody
    else because of the meeting; the whole case where the item says why.
    """
    item.readers.set(readers)
    item.open_until = meeting.material_until
    item.save(update_fields=["open_until"])
    employees = [one.employee for one in readers] if item.whole_case_why else []
    _open_case(item, meeting, employees, now=now)


def close_window(item: Item, *, now: datetime) -> None:
    """Nobody reads anything because of this item any more."""
    item.readers.clear()
    item.open_until = None
    item.save(update_fields=["open_until"])
    close_case(item, now=now)


def close_case(item: Item, employee: Employee | None = None, *, now: datetime) -> None:
    """The item opens its papers, and no longer the case: to ``employee``, or to everybody."""
    if item.case is not None:
        system = system_actor(item.meeting.authority_id)
        let_out(item.case, source=item.source, employee=employee, by=system, now=now)


def drop_strangers(item: Item, *, now: datetime) -> None:
    """Who came for this item only, and does not any more, reads it no longer."""
    there = item.stakeholders.values("pk")
    gone = item.readers.filter(part=Part.STAKEHOLDER).exclude(pk__in=there)
    for reader in list(gone.select_related("employee")):
        item.readers.remove(reader)
        close_case(item, reader.employee, now=now)


def move_windows(meeting: Meeting, *, now: datetime) -> None:
    """Whoever reads because of the meeting reads until its new time. A window that has closed
    stays closed until the agenda is sent out again.
    """
    meeting.items.filter(open_until__gt=now).update(open_until=meeting.material_until)
    for item in meeting.items.filter(case__isnull=False).select_related("case", "meeting"):
        if item.case is not None:
            rows = item.case.assignments.filter(
                current(now), source=item.source, employee__isnull=False
            ).select_related("employee")
            readers = [row.employee for row in rows if row.employee is not None]
            if readers:
                _open_case(item, meeting, readers, now=now)


def _open_case(item: Item, meeting: Meeting, readers: Sequence[Employee], *, now: datetime) -> None:
    if item.case is None:
        return
    close_case(item, now=now)
    if not readers or meeting.material_until <= now:
        return
    said = {"title": meeting.title, "why": item.whole_case_why}
    why = _("Sagen er på dagsordenen for mødet %(title)s. %(why)s") % said
    let_in(
        item.case,
        employees=readers,
        source=item.source,
        why=why[:LONGEST_WHY],
        ends_at=meeting.material_until,
        by=system_actor(meeting.authority_id),
        now=now,
    )
