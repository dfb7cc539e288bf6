"""Who says that the decision is their own must have a mandate for it, where a plan is in force."""

import pytest

from faelled.apps.decisions.delegation.tests.house import GRANTED, House
from faelled.casework.cases.errors import StepRefused
from faelled.casework.cases.models import Case
from tests.cast import worker


def drafted_alone(house: House, amount: str = "8.000") -> Case:
    answers = {**GRANTED, "amount": amount, "decides": "caseworker"}
    return house.chained.office.drafted(answers)


def test_with_a_mandate_that_covers_it_anna_decides_herself(house: House) -> None:
    house.in_force()
    house.mandate(house.cast.anna.employee, up_to=10_000)
    assert drafted_alone(house, "10.000").events.filter(event_id="draft").exists()


@pytest.mark.parametrize("up_to", [0, 9_999])
def test_without_one_or_over_its_limit_a_leader_must_approve(house: House, up_to: int) -> None:
    house.in_force()
    if up_to:
        house.mandate(house.cast.anna.employee, up_to=up_to)
    with pytest.raises(StepRefused, match="ikke ret til at afgøre det alene"):
        drafted_alone(house, "10.000")


def test_a_colleague_s_mandate_is_not_hers(house: House) -> None:
    house.in_force()
    gitte = worker(
        house.cast.disability, "Gitte Bang", role="caseworker", now=house.chained.office.start
    )
    house.mandate(gitte.employee)
    with pytest.raises(StepRefused):
        drafted_alone(house)


def test_where_a_leader_decides_or_there_is_no_plan_nothing_is_asked(house: House) -> None:
    assert drafted_alone(house).events.filter(event_id="draft").exists()
    house.in_force()
    assert house.drafted("20.000").events.filter(event_id="draft").exists()
