"""Bo is told of an agenda sent out; Anna, who sent it, and Carla, who does not come, are not."""

from datetime import timedelta

from faelled.apps.meetings.notices import count_new
from faelled.apps.meetings.tests.office import Office
from faelled.base.notices.registry import Window
from tests.cast import Worker

MINUTE = timedelta(minutes=1)


def new_for(office: Office, who: Worker, *, days: int = 0) -> int:
    now = office.now + MINUTE + timedelta(days=days)
    return count_new(office.actor(who, now), Window(office.now - MINUTE, now, now))


def test_who_comes_is_told_once_it_is_sent_out(office: Office) -> None:
    cast = office.house.cast
    assert new_for(office, cast.bo) == 0
    office.step("send_out")
    assert new_for(office, cast.bo) == 1
    assert new_for(office, cast.anna) == 0
    assert new_for(office, cast.carla) == 0


def test_when_it_is_over_there_is_nothing_to_tell(office: Office) -> None:
    office.step("send_out")
    assert new_for(office, office.house.cast.bo, days=3) == 0
