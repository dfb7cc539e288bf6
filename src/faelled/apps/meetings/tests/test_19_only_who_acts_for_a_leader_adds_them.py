"""Leadership 19: only holders of the duty may put the mayor or the director on a meeting or act for
them, and every line of the log names both.
"""

from datetime import date

import pytest

from faelled.apps.meetings import actions
from faelled.apps.meetings.models import Part
from faelled.apps.meetings.tests.office import Office, new_meeting
from faelled.base.audit.models import Entry
from faelled.base.people.actors import actor_on_behalf
from faelled.base.people.models import DeskRole, Duty
from faelled.casework.cases.errors import CaseError
from tests.cast import Worker, worker


@pytest.fixture
def mayor(office: Office) -> Worker:
    """Gudrun is the mayor; Anna acts on her behalf."""
    cast = office.house.cast
    gudrun = worker(cast.children_and_families, "Gudrun Vester", role="mayor", leads=True)
    duty(gudrun, cast.anna)
    return gudrun


def duty(leader: Worker, secretary: Worker) -> None:
    DeskRole.objects.create(
        leader=leader.employee,
        secretary=secretary.employee,
        duty=Duty.ON_BEHALF,
        valid_from=date(2020, 1, 1),
    )


def test_who_holds_the_duty_adds_her_and_both_names_are_in_the_log(
    office: Office, mayor: Worker
) -> None:
    office.invite(mayor)
    row = office.meeting.attendees.get(employee=mayor.employee)
    assert row.added_by == "Anna Dam på vegne af Gudrun Vester"
    entry = Entry.objects.filter(action="meeting.add").latest("pk")
    assert (entry.actor_id, entry.on_behalf_of_id) == (office.house.cast.anna.id, mayor.id)


def test_nobody_else_may_and_nothing_is_stored(office: Office, mayor: Worker) -> None:
    with pytest.raises(CaseError, match="på vegne af Gudrun Vester"):
        actions.add_attendee(
            office.meeting, mayor.employee, Part.PARTICIPANT, by=office.bo, now=office.now
        )
    assert not office.meeting.attendees.filter(employee=mayor.employee).exists()


def test_nor_by_making_her_the_chair(office: Office, mayor: Worker) -> None:
    bo = office.house.cast.bo.employee
    with pytest.raises(CaseError, match="på vegne af Gudrun Vester"):
        new = new_meeting(mayor.employee, bo, office.now)
        actions.plan_meeting(new, by=office.bo, now=office.now)


def test_she_leads_a_meeting_of_her_own(office: Office, mayor: Worker) -> None:
    new = new_meeting(mayor.employee, office.house.cast.anna.employee, office.now)
    made = actions.plan_meeting(new, by=office.actor(mayor), now=office.now)
    assert made.chair == mayor.employee


def test_a_leader_without_a_desk_is_asked_by_anybody(office: Office) -> None:
    office.invite(office.house.cast.erik)
    assert office.meeting.attendees.filter(employee=office.house.cast.erik.employee).exists()


def test_acting_for_her_every_step_names_both(office: Office, mayor: Worker) -> None:
    cast = office.house.cast
    anna = actor_on_behalf(cast.anna.user, mayor.id, office.now)
    assert anna is not None
    new = new_meeting(mayor.employee, mayor.employee, office.now)
    meeting = actions.plan_meeting(new, by=anna.for_purpose("leadership"), now=office.now)
    logged = Entry.objects.filter(stream=meeting.case.ref, actor_id=cast.anna.id)
    assert {entry.on_behalf_of_id for entry in logged} == {mayor.id}
    assert logged.count() >= 3
