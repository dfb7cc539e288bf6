"""A meeting is planned, and moved to another time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.meetings.actions.people import add_person
from faelled.apps.meetings.actions.telling import locked, tell
from faelled.apps.meetings.actions.windows import move_windows
from faelled.apps.meetings.errors import MeetingError
from faelled.apps.meetings.models import Meeting, Part
from faelled.apps.meetings.queries import usable_type
from faelled.base.access.actor import Actor, system_actor
from faelled.base.access.refusals import require_employee
from faelled.base.people.models import Employee
from faelled.casework.cases.actions import let_in, open_case

AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """What a meeting is planned with; without ``material_until`` a day after its end."""

    title: str
    starts_at: datetime
    ends_at: datetime
    chair: Employee
    secretary: Employee
    place: str = ""
    material_until: datetime | None = None

    @property
    def until(self) -> datetime:
        return self.material_until or self.ends_at + AFTER


def plan_meeting(new: NewMeeting, *, by: Actor, now: datetime) -> Meeting:
    """Open the meeting's case, and let its chair and secretary run it.

    ``by`` is one of the two, or acts for one of them: nobody calls a meeting in another's name.
    """
    require_employee(by)
    _check_times(new.starts_at, new.ends_at, new.until)
    if not {new.chair.pk, new.secretary.pk} & by.employee_ids:
        raise MeetingError(_("Du skal selv være mødets leder eller sekretær."))
    case_type = usable_type(by)
    if case_type is None:
        raise MeetingError(
            _("Møder er ikke sat op i din enhed. Bed den, der sætter processer op, om det.")
        )
    system, why = system_actor(by.authority_id), _("Leder eller skriver mødet.")
    with transaction.atomic():
        case = open_case(case_type, by=by, now=now, title=new.title)
        meeting = Meeting.objects.create(
            authority_id=by.authority_id,
            case=case,
            title=new.title,
            place=new.place,
            starts_at=new.starts_at,
            ends_at=new.ends_at,
            material_until=new.until,
            chair=new.chair,
            secretary=new.secretary,
        )
        for employee, role in ((new.chair, "chair"), (new.secretary, "secretary")):
            let_in(
                case,
                employees=[employee],
                role=role,
                source=meeting.ref,
                why=why,
                by=system,
                now=now,
            )
            add_person(meeting, employee, Part.PARTICIPANT, by=by, now=now)
        tell(meeting, "meeting.plan", {}, by=by, now=now)
    return meeting


def change_meeting(
    meeting: Meeting,
    *,
    title: str,
    place: str,
    starts_at: datetime,
    ends_at: datetime,
    material_until: datetime,
    by: Actor,
    now: datetime,
) -> Meeting:
    """Another time or place. Who reads the material already reads it until the new time, at once;
    who has come to the meeting since does when the agenda is sent out again.
    """
    _check_times(starts_at, ends_at, material_until)
    with transaction.atomic():
        meeting = locked(meeting, by=by)
        meeting.title, meeting.place = title, place
        meeting.starts_at, meeting.ends_at = starts_at, ends_at
        meeting.material_until = material_until
        meeting.save(update_fields=["title", "place", "starts_at", "ends_at", "material_until"])
        move_windows(meeting, now=now)
        tell(meeting, "meeting.change", {"starts_at": starts_at.isoformat()}, by=by, now=now)
    return meeting


def _check_times(starts_at: datetime, ends_at: datetime, until: datetime) -> None:
    if ends_at <= starts_at:
        raise MeetingError(_("Mødet slutter, før det begynder."))
    if until < ends_at:
        raise MeetingError(_("Materialet skal kunne læses, til mødet er slut."))
