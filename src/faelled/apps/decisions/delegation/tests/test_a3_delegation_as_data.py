"""casework.md A.3 and A.1.25: who decides is read off the plan, also when somebody is away."""

from faelled.apps.decisions.delegation.tests.house import House, a_plan
from faelled.lib.dates import local_day


def test_a3_the_chain_is_derived_by_kle_amount_and_decision_type_and_not_drawn(
    house: House,
) -> None:
    house.in_force()
    assert house.steps(house.sent(house.drafted("10.000"))) == [["Bo Lind"]]
    assert house.steps(house.sent(house.drafted("10.001"))) == [["Bo Lind"], ["Lise Krogh"]]


def test_a3_a_change_of_the_plan_re_derives_open_chains_and_shows_the_difference(
    house: House,
) -> None:
    house.in_force()
    chain = house.sent(house.drafted("8.000"))
    house.in_force(a_plan(5_000, "2"))
    assert house.steps(chain) == [["Bo Lind"], ["Lise Krogh"]]
    assert "Skal nu også spørges: direktør" in chain.acts.get(verb="change").comment


def test_a1_25_a_stand_in_answers_in_a_derived_chain_in_both_names(house: House) -> None:
    house.in_force()
    start = house.chained.office.start
    house.chained.office.substitution(start, house.now.replace(year=house.now.year + 1))
    chain = house.sent(house.drafted("9.000"))
    assert house.steps(chain) == [["Bo Lind"]]  # the place stays Bo's
    erik = house.chained.office.erik_for_bo(house.now)
    assert erik is not None
    done = house.chained.act(chain, erik, "approve", of=house.cast.bo)
    assert chain.state == "approved"
    assert done.shown_name == "Erik Munk på vegne af Bo Lind"


def test_a1_25_a_unit_without_a_leader_is_decided_one_unit_up(house: House) -> None:
    house.in_force()
    house.cast.bo.employee.positions.update(valid_to=local_day(house.now))
    assert house.steps(house.sent(house.drafted("9.000"))) == [["Lise Krogh"]]
