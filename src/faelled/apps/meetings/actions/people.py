"""Who comes to a meeting."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.meetings.actions.telling import locked, tell
from faelled.apps.meetings.actions.windows import close_case
from faelled.apps.meetings.errors import MeetingError
from faelled.apps.meetings.models import Attendee, Meeting, Part
from faelled.apps.meetings.queries import may_add
from faelled.base.access.actor import Actor, OnBehalfOf
from faelled.base.audit.chain import Json
from faelled.base.people.models import Employee, User
from faelled.base.people.queries import acting_for_leader
from faelled.lib.dates import local_day


def add_attendee(
    meeting: Meeting, employee: Employee, part: Part, *, by: Actor, now: datetime
) -> Attendee:
    """Ask ``employee`` to come, to all of it or (a stakeholder) to their own items."""
    with transaction.atomic():
        return add_person(locked(meeting, by=by), employee, part, by=by, now=now)


def remove_attendee(attendee: Attendee, *, by: Actor, now: datetime) -> None:
    """They do not come after all, and read the material no longer."""
    with transaction.atomic():
        meeting = locked(attendee.meeting, by=by)
        if attendee.employee_id in {meeting.chair_id, meeting.secretary_id}:
            raise MeetingError(_("Mødets leder og sekretær kan ikke tages af mødet."))
        for item in meeting.items.filter(case__isnull=False).select_related("case", "meeting"):
            close_case(item, attendee.employee, now=now)
        employee = attendee.employee
        attendee.delete()
        named_by = named(by, employee, now=now)
        tell(meeting, "meeting.remove", {"employee": employee.pk}, by=named_by, now=now)


def add_person(
    meeting: Meeting, employee: Employee, part: Part, *, by: Actor, now: datetime
) -> Attendee:
    """The row, in the caller's transaction. Who is there already gets the part that is given."""
    if employee.authority_id != meeting.authority_id:
        raise MeetingError(_("Kun medarbejdere i jeres egen myndighed kan være med."))
    if not may_add(by, employee, now=now):
        raise MeetingError(
            _("Kun den, der må handle på vegne af %(name)s, kan sætte %(name)s på et møde.")
            % {"name": employee.name}
        )
    named_by = named(by, employee, now=now)
    attendee, made = Attendee.objects.get_or_create(
        meeting=meeting,
        employee=employee,
        defaults={
            "part": part,
            "added_by_name": named_by.name,
            "added_for_name": named_by.on_behalf_of.name if named_by.on_behalf_of else "",
        },
    )
    if not made and attendee.part != part:
        attendee.part = part
        attendee.save(update_fields=["part"])
    detail: dict[str, Json] = {"employee": employee.pk, "part": part.value}
    tell(meeting, "meeting.add", detail, by=named_by, now=now)
    return attendee


def named(by: Actor, leader: Employee, *, now: datetime) -> Actor:
    """``by`` with the leader's name beside, where they hold the duty to act for that leader: so
    both names stand on the line, whether or not they had chosen whom to act for.
    """
    if by.on_behalf_of is not None or by.employee_id == leader.pk:
        return by
    if by.employee_id not in {one.pk for one in acting_for_leader(leader, local_day(now))}:
        return by
    user = User.objects.filter(employee=leader).first()
    id = str(user.public_id) if user else str(leader.uuid)
    return replace(by, on_behalf_of=OnBehalfOf(id, leader.name, leader.pk))
