"""A meeting is held: its steps, and a decision on each item that goes back to the case."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from faelled.apps.meetings.actions.agenda import NewItem, add_item
from faelled.apps.meetings.actions.people import add_person
from faelled.apps.meetings.actions.planning import NewMeeting, plan_meeting
from faelled.apps.meetings.actions.telling import locked, tell
from faelled.apps.meetings.errors import MeetingError
from faelled.apps.meetings.models import Item, Meeting, Part
from faelled.base.access.actor import Actor
from faelled.base.people.models import Employee
from faelled.casework.cases.actions import Step, execute, write_entry
from faelled.casework.cases.models import Case, JournalKind
from faelled.lib.dates import local_day

AN_HOUR = timedelta(hours=1)


def take_step(meeting: Meeting, event_id: str, *, key: str, by: Actor, now: datetime) -> None:
    """One step of the meeting's case: send out, begin, end, approve, close, call off.

    The step's effects open and close the material (``effects``), whatever page it was taken from.
    """
    execute(meeting.case, Step(event_id, key), by=by, now=now)
    meeting.refresh_from_db()


def start_now(
    title: str,
    items: Sequence[NewItem],
    people: Sequence[Employee],
    *,
    by: Actor,
    now: datetime,
) -> Meeting:
    """A meeting here and now, for an hour: agenda, material and all, in one go. Who calls it (or
    the one they act for) leads it, and writes it.
    """
    leader = by.on_behalf_of.employee_id if by.on_behalf_of else by.employee_id
    chair = Employee.objects.get(pk=leader or 0)
    new = NewMeeting(
        title=title, starts_at=now, ends_at=now + AN_HOUR, chair=chair, secretary=chair
    )
    with transaction.atomic():
        meeting = plan_meeting(new, by=by, now=now)
        for employee in people:
            add_person(meeting, employee, Part.PARTICIPANT, by=by, now=now)
        for item in items:
            add_item(meeting, item, by=by, now=now)
        for event_id in ("send_out", "start"):
            take_step(meeting, event_id, key=str(uuid4()), by=by, now=now)
    return meeting


def decide_item(
    item: Item,
    text: str,
    *,
    by: Actor,
    now: datetime,
    answers: Mapping[str, Sequence[str]] | None = None,
) -> Item:
    """Write the decision, and give it back to the case: as a line of its journal, and, where the
    item names a step, as that step with ``answers``, by one who has the role for it there.

    A decision can be put right until the minutes are approved; the step is done once.
    """
    text = text.strip()
    if not text:
        raise MeetingError(_("Skriv, hvad der blev besluttet."))
    with transaction.atomic():
        meeting = locked(item.meeting, by=by)
        _refuse_unless_deciding(meeting)
        item = meeting.items.select_related("case", "meeting").get(pk=item.pk)
        if item.case is not None and item.step and item.decided_at is None:
            execute(item.case, Step(item.step, item.chat, answers or {}), by=by, now=now)
        if item.case is not None:
            _write_back(item.case, meeting, item, text, by=by, now=now)
        item.decision, item.decided_at, item.decided_by = text, now, by.shown_name
        item.save(update_fields=["decision", "decided_at", "decided_by"])
        cases = [item.case] if item.case else []
        tell(meeting, "meeting.decide", {"item": str(item.uuid)}, by=by, now=now, cases=cases)
    return item


def _refuse_unless_deciding(meeting: Meeting) -> None:
    done = set(meeting.case.events.values_list("event_id", flat=True))
    if "start" not in done:
        raise MeetingError(_("Mødet er ikke begyndt, så der er ikke besluttet noget endnu."))
    if "approve_minutes" in done:
        raise MeetingError(_("Referatet er godkendt, så beslutningen kan ikke ændres."))


def _write_back(
    case: Case, meeting: Meeting, item: Item, text: str, *, by: Actor, now: datetime
) -> None:
    """The line bears the name of who wrote it, whether or not they work on the case."""
    day = date_format(local_day(meeting.starts_at), "j. F Y")
    words = _("Rettet beslutning på mødet") if item.decided_at else _("Besluttet på mødet")
    write_entry(
        case,
        by=by,
        now=now,
        kind=JournalKind.INTERNAL,
        short_text=f"{words} {meeting.title}, {day}",
        text=text,
    )
