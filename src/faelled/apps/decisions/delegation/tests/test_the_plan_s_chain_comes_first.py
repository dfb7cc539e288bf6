"""One clear way from the case: the plan's chain. Others may be asked too; nobody is left out."""

import pytest
from django.urls import reverse

from faelled.apps.decisions import actions
from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.delegation.tests.house import House, a_plan
from faelled.apps.decisions.forms.plan import plan_text
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.specs import StepSpec
from faelled.apps.decisions.tests.matter import at_the_page
from faelled.base.access.actor import Capability
from faelled.casework.cases.models import Case
from tests.cast import worker


def url_of(case: Case) -> str:
    return reverse("decisions:new_for_case", kwargs={"uuid": case.uuid, "event_id": "approve"})


def by_hand(house: House, *steps: StepSpec, amount: str = "20.000") -> Chain:
    return house.chained.started(*steps, case=house.drafted(amount), by=house.cast.anna)


def test_the_case_page_has_one_button_and_it_names_those_who_are_asked(house: House) -> None:
    house.in_force()
    case = house.drafted("20.000")
    html = at_the_page(house.cast.anna).get(reverse("cases:case", args=[case.uuid]))
    text = html.content.decode()
    assert "Send til godkendelse hos Bo Lind og Lise Krogh (efter kompetenceplanen)" in text
    assert url_of(case) not in text


def test_without_a_plan_the_case_page_has_the_free_way(house: House) -> None:
    case = house.drafted("20.000")
    html = at_the_page(house.cast.anna).get(reverse("cases:case", args=[case.uuid]))
    assert url_of(case) in html.content.decode()


def test_the_form_begins_with_the_plan_s_chain(house: House) -> None:
    house.in_force()
    html = at_the_page(house.cast.anna).get(url_of(house.drafted("20.000"))).content.decode()
    bo, lise = house.cast.bo.employee.pk, house.lise.employee.pk
    assert f'name="plan" value="one a{bo};one a{lise}"' in html
    assert "Bo Lind, derefter Lise Krogh" in html


def test_a_wrong_chain_is_refused_at_sending_with_the_rule_and_the_text_stands(
    house: House,
) -> None:
    house.in_force()
    case, step = house.drafted("20.000"), house.chained.step
    posted = {
        "plan": plan_text([step(house.cast.bo)]),
        "comment": "Læs især side to.",
        "do": "start",
    }
    answer = at_the_page(house.cast.anna).post(url_of(case), posted)
    text = answer.content.decode()
    assert answer.status_code == 422 and "Læs især side to." in text
    assert "reglen »large« (afsnit 2.2)" in text
    assert "Det mangler som den sidste: Lise Krogh." in text
    assert not Chain.objects.exists()


def test_who_is_named_may_not_be_left_out_nor_answer_after_the_last(house: House) -> None:
    house.in_force()
    bo, lise = house.cast.bo, house.lise
    step = house.chained.step
    with pytest.raises(ChainError, match=r"Det mangler: Bo Lind"):
        by_hand(house, step(lise))
    with pytest.raises(ChainError, match="Det mangler som den sidste: Lise Krogh"):
        by_hand(house, step(lise), step(bo))
    with pytest.raises(ChainError, match="Det mangler som den sidste: Lise Krogh"):
        by_hand(house, step(bo), step(lise, bo, needs="one"))


def test_others_may_look_first_and_get_copies_and_the_chain_follows_the_plan(
    house: House,
) -> None:
    house.in_force()
    erik, carla = house.cast.erik, house.cast.carla
    step = house.chained.step
    chain = by_hand(house, step(erik), step(house.cast.bo, copies=[carla]), amount="8.000")
    assert chain.bases.get().rule == "small"
    house.in_force(a_plan(5_000, "2"))
    assert house.steps(chain) == [["Erik Munk"], ["Bo Lind"], ["Lise Krogh"]]
    last = chain.steps.get(number=3)
    assert [one.employee.name for one in last.copies.select_related("employee")] == ["Carla Holm"]


def test_where_only_templates_are_used_the_plan_may_still_be(house: House) -> None:
    house.in_force()
    who = worker(
        house.cast.it,
        "Ove Rask",
        role="jurist",
        can=(Capability.MANAGE_PEOPLE,),
        now=house.chained.office.start,
    )
    actions.set_rules(
        free_chains=False,
        send_directly=False,
        copy_days=30,
        by=house.actor(who),
        now=house.tick(),
    )
    assert house.steps(house.sent(house.drafted("8.000"))) == [["Bo Lind"]]
    with pytest.raises(ChainError, match="kun skabeloner"):
        by_hand(house, house.chained.step(house.cast.erik), house.chained.step(house.cast.bo))
