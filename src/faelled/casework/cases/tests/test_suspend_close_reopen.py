"""A case rests, ends, and is taken up again."""

from datetime import timedelta

import pytest

from faelled.casework.cases import actions
from faelled.casework.cases.errors import CaseError, CaseNotOpen, NotYours
from faelled.casework.cases.models import Status
from faelled.casework.cases.tests.house import House
from tests.cast import NOW

TOMORROW = (NOW + timedelta(days=1)).date()


def test_a_suspended_case_cannot_move_until_it_is_resumed(house: House) -> None:
    case, anna = house.case(), house.cast.actor(house.cast.anna)
    actions.suspend_case(case, by=anna, now=NOW, reason="Venter på lægen", until=TOMORROW)
    with pytest.raises(CaseNotOpen):
        house.do(case, "apply", house.cast.dorthe, amount="500")
    actions.resume_case(case, by=anna, now=NOW)
    assert house.do(case, "apply", house.cast.dorthe, amount="500").seq == 1


def test_suspending_needs_a_reason_and_a_day_ahead(house: House) -> None:
    case, anna = house.case(), house.cast.actor(house.cast.anna)
    with pytest.raises(CaseError):
        actions.suspend_case(case, by=anna, now=NOW, reason=" ", until=TOMORROW)
    with pytest.raises(CaseError):
        actions.suspend_case(case, by=anna, now=NOW, reason="Hvile", until=NOW.date())


def test_a_case_with_something_owed_cannot_be_closed_and_says_what(house: House) -> None:
    case = house.case()
    house.do(case, "apply", house.cast.dorthe, amount="500")
    with pytest.raises(CaseError, match="»Afslut med afgørelsen«"):
        actions.close_case(case, by=house.cast.actor(house.cast.anna), now=NOW, reason="Færdig")


def test_a_closed_case_can_be_reopened_with_a_reason(house: House) -> None:
    case, anna = house.case(), house.cast.actor(house.cast.anna)
    actions.close_case(case, by=anna, now=NOW, reason="Trukket tilbage")
    with pytest.raises(CaseError):
        actions.reopen_case(case, by=anna, now=NOW, reason="")
    actions.reopen_case(case, by=anna, now=NOW, reason="Ny oplysning")
    case.refresh_from_db()
    assert (case.status, case.closed_at) == (Status.OPEN, None)


def test_a_citizen_cannot_change_the_status(house: House) -> None:
    with pytest.raises(NotYours):
        actions.close_case(
            house.case(), by=house.cast.actor(house.cast.dorthe), now=NOW, reason="Nok"
        )


def test_carla_cannot_close_annas_case(house: House) -> None:
    with pytest.raises(NotYours):
        actions.close_case(house.case(), by=house.cast.actor(house.cast.carla), now=NOW, reason="x")


def test_today_is_today_in_denmark(house: House) -> None:
    """casework.md 8.14: at half past midnight in Copenhagen the day in UTC is still yesterday."""
    case, anna = house.case(), house.cast.actor(house.cast.anna)
    late = NOW.replace(hour=22, minute=30)
    tomorrow = late.date() + timedelta(days=1)
    with pytest.raises(CaseError):
        actions.suspend_case(case, by=anna, now=late, reason="Venter", until=tomorrow)
