"""A decision goes to those whom the plan names, and nobody else can approve it."""

import pytest

from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.delegation.models import ChainBasis
from faelled.apps.decisions.delegation.tests.house import House, a_plan
from faelled.apps.decisions.models import Chain
from faelled.base.audit.models import Entry
from faelled.casework.cases.errors import StepRefused
from faelled.casework.cases.models import Case
from tests.cast import Worker, worker


def approves_alone(house: House, case: Case, who: Worker) -> None:
    """As a leader does on the page of one approval, without any chain."""
    house.chained.office.do(
        case, house.actor(who), "approve", {"verdict": "approve"}, now=house.now
    )


def test_a_small_amount_goes_to_the_leader_alone(house: House) -> None:
    house.in_force()
    chain = house.sent(house.drafted("10.000"))
    assert house.steps(chain) == [["Bo Lind"]]
    house.approves(chain, house.cast.bo)
    assert chain.state == "approved"
    assert chain.case is not None and chain.case.events.filter(event_id="approve").exists()


def test_a_large_amount_goes_on_to_the_director(house: House) -> None:
    house.in_force()
    chain = house.sent(house.drafted("10.000,01"))
    assert house.steps(chain) == [["Bo Lind"], ["Lise Krogh"]]
    house.approves(chain, house.cast.bo)
    assert house.waits(chain) == ["Lise Krogh"]
    house.approves(chain, house.lise)
    assert chain.state == "approved"


def test_the_copies_of_the_plan_get_theirs(house: House) -> None:
    house.in_force(a_plan().replace(b"Jurist", b"Direkt\xc3\xb8r"))
    chain = house.sent(house.drafted("20.000"))
    assert not chain.steps.get(number=2).copies.exists()  # she decides, and needs no copy


def test_the_chain_keeps_the_rule_and_the_reason(house: House) -> None:
    version = house.in_force()
    chain = house.sent(house.drafted("20.000"))
    basis = ChainBasis.objects.get(chain=chain)
    assert (basis.version_id, basis.rule, basis.decision, str(basis.amount)) == (
        version.pk,
        "large",
        "grant",
        "20000.00",
    )
    assert basis.steps[1]["people"] == ["Lise Krogh"]
    assert "»large« (afsnit 2.2) gælder: Store beløb" in basis.reasons[0]
    entry = Entry.objects.get(stream=chain.ref, action="chain.derive")
    assert '"rule": "large"' in entry.detail or '"rule":"large"' in entry.detail


def test_without_a_plan_everything_is_as_before(house: House) -> None:
    case = house.drafted("900.000")
    with pytest.raises(ChainError, match="ingen kompetenceplan"):
        house.sent(case)
    approves_alone(house, case, house.cast.bo)
    assert case.events.filter(event_id="approve").exists()


def test_the_leader_cannot_approve_alone_what_the_plan_gives_to_more(house: House) -> None:
    house.in_force()
    case = house.drafted("20.000")
    with pytest.raises(StepRefused) as refused:
        approves_alone(house, case, house.cast.bo)
    said = " ".join(refused.value.messages)
    assert "Efter reglen »large« (afsnit 2.2) træffer direktør afgørelsen." in said
    assert "Det mangler: Lise Krogh." in said
    assert not case.events.filter(event_id="approve").exists()


def test_the_director_cannot_pass_the_leader(house: House) -> None:
    house.in_force()
    with pytest.raises(StepRefused, match="Det mangler: Bo Lind"):
        approves_alone(house, house.drafted("20.000"), house.lise)


def test_within_the_limit_the_leader_approves_without_a_chain(house: House) -> None:
    house.in_force()
    case = house.drafted("9.000")
    approves_alone(house, case, house.cast.bo)
    assert case.events.filter(event_id="approve").exists()


def test_a_chain_drawn_before_the_plan_that_leaves_somebody_out_cannot_end(house: House) -> None:
    chain = house.chained.started(
        house.chained.step(house.cast.bo), case=house.drafted("20.000"), by=house.cast.anna
    )
    house.in_force()
    with pytest.raises(ChainError, match="Lise Krogh"):
        house.approves(chain, house.cast.bo)
    assert Chain.objects.get(pk=chain.pk).state == "open"


def test_a_chain_drawn_by_hand_with_the_right_people_ends(house: House) -> None:
    house.in_force()
    step = house.chained.step
    chain = house.chained.started(
        step(house.cast.bo), step(house.lise), case=house.drafted("20.000"), by=house.cast.anna
    )
    house.approves(chain, house.cast.bo)
    house.approves(chain, house.lise)
    assert chain.state == "approved"


def test_who_made_the_draft_never_decides_it_and_the_next_one_up_does(house: House) -> None:
    house.in_force()
    bo = house.actor(house.cast.bo)
    answers = {"outcome": "granted", "hours": "1", "amount": "5", "reasons": "Fordi."}
    case = house.chained.office.drafted(answers, by=bo)
    assert house.steps(house.sent(case)) == [["Lise Krogh"]]


def test_a_mandate_lets_a_colleague_decide_alone(house: House) -> None:
    house.in_force()
    now = house.chained.office.start
    gitte = worker(house.cast.disability, "Gitte Bang", role="manager", now=now)
    house.mandate(gitte.employee, up_to=20_000)
    chain = house.sent(house.drafted("20.000"))
    assert house.steps(chain) == [["Gitte Bang"]]
    house.approves(chain, gitte)
    assert chain.state == "approved"
    basis = ChainBasis.objects.get(chain=chain)
    assert "Gitte Bang har fået mandat" in basis.reasons[-1]


def test_a_mandate_over_its_limit_or_in_another_department_counts_for_nothing(house: House) -> None:
    house.in_force()
    now = house.chained.office.start
    gitte = worker(house.cast.disability, "Gitte Bang", role="manager", now=now)
    house.mandate(gitte.employee, up_to=19_999)
    house.mandate(house.cast.erik.employee, up_to=90_000)
    assert house.steps(house.sent(house.drafted("20.000"))) == [
        ["Gitte Bang"],  # the leader in the case's own unit, by her role
        ["Lise Krogh"],
    ]


def test_nobody_uses_a_mandate_on_their_own_draft(house: House) -> None:
    house.in_force()
    house.mandate(house.cast.anna.employee)
    assert house.steps(house.sent(house.drafted("20.000"))) == [["Bo Lind"], ["Lise Krogh"]]


def test_where_nobody_holds_the_position_the_reason_is_said(house: House) -> None:
    house.in_force(a_plan().replace("direktør".encode(), b"kommunaldirekt"))
    with pytest.raises(ChainError, match="Ingen kan være »kommunaldirekt«"):
        house.sent(house.drafted("20.000"))


def test_nobody_is_left_to_decide_where_the_plan_says_nothing(house: House) -> None:
    house.in_force(a_plan().replace(b"99", b"98"))
    case = house.drafted()
    with pytest.raises(ChainError, match="Ingen regel siger"):
        house.sent(case)
    with pytest.raises(StepRefused, match="lader ingen afgøre det"):
        approves_alone(house, case, house.cast.bo)


def test_carla_cannot_send_a_case_of_another_department(house: House) -> None:
    house.in_force()
    with pytest.raises(ChainError, match="Du arbejder ikke på den sag"):
        house.sent(house.drafted(), by=house.cast.carla)
