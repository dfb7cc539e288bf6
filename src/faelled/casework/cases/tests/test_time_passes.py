"""Time passes, and nobody has done anything."""

from datetime import timedelta

from faelled.casework.cases import actions
from faelled.casework.cases.clockwork import watch
from faelled.casework.cases.models import DeadlineState, Status
from faelled.casework.cases.tests.house import House
from tests.cast import NOW

LATER = NOW + timedelta(days=40)


def test_a_missed_deadline_is_written_down_once_and_can_still_be_met_late(house: House) -> None:
    case = house.drafted()
    assert watch(LATER)["alarms"] == 1
    assert watch(LATER)["alarms"] == 0
    line = case.journal.get(short_text__startswith="Fristen er overskredet")
    assert line.occurred_at == case.deadlines.get().due_at
    house.do(case, "approve", house.cast.bo, now=LATER)
    house.do(case, "finish", house.cast.anna, now=LATER)
    assert case.deadlines.get().state == DeadlineState.MISSED


def test_a_deadline_that_runs_sounds_no_alarm(house: House) -> None:
    house.drafted()
    assert watch(NOW + timedelta(days=1))["alarms"] == 0


def test_a_case_that_rests_goes_on_by_itself_on_its_day(house: House) -> None:
    case, anna = house.case(), house.cast.actor(house.cast.anna)
    day = (NOW + timedelta(days=3)).date()
    actions.suspend_case(case, by=anna, now=NOW, reason="Ferie", until=day)
    watch(NOW + timedelta(days=2))
    case.refresh_from_db()
    assert case.status == Status.SUSPENDED
    watch(NOW + timedelta(days=3))
    case.refresh_from_db()
    assert (case.status, case.resume_on) == (Status.OPEN, None)
