"""Another time moves what can be read; a refused post keeps who was ticked."""

from datetime import timedelta

import pytest

from faelled.apps.meetings import actions
from faelled.apps.meetings.tests.office import Office, at_the_page
from faelled.apps.meetings.tests.test_17_material_in_a_time_window import LATER, reads


def moved(office: Office, by: timedelta) -> None:
    meeting = office.meeting
    actions.change_meeting(
        meeting,
        title=meeting.title,
        place=meeting.place,
        starts_at=meeting.starts_at + by,
        ends_at=meeting.ends_at + by,
        material_until=meeting.material_until + by,
        by=office.anna,
        now=office.now,
    )


@pytest.mark.parametrize("by", [timedelta(days=3), timedelta(hours=-12)])
def test_another_time_moves_the_window_at_once(office: Office, by: timedelta) -> None:
    carla = office.house.cast.carla
    office.invite(carla)
    office.step("send_out")
    until = office.meeting.material_until + by - office.now
    moved(office, by)
    assert reads(office, carla, until - timedelta(seconds=1))
    assert not reads(office, carla, until)


def test_another_time_opens_nothing_before_the_agenda_is_sent_out(office: Office) -> None:
    carla = office.house.cast.carla
    office.invite(carla)
    moved(office, LATER)
    assert not reads(office, carla)


def test_a_refused_meeting_now_keeps_who_was_ticked(office: Office) -> None:
    carla = office.house.cast.carla.employee
    post = {"title": "Kort", "case_number": "2026-99999", "people": [str(carla.pk)]}
    answer = at_the_page(office.house.cast.anna).post("/moeder/nu/", post)
    assert answer.status_code == 422
    assert f'value="{carla.pk}" checked' in answer.content.decode()
    assert answer.content.decode().count(" checked") == 1
