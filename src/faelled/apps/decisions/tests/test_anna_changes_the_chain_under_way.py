"""The responsible puts others in the steps that are not reached; what is done stands."""

import pytest
from django.urls import reverse

from faelled.apps.decisions import actions
from faelled.apps.decisions.chains.errors import ChainError, ChainMoved
from faelled.apps.decisions.forms.plan import plan_text
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.specs import StepSpec
from faelled.apps.decisions.tests.chains import Chained
from faelled.apps.decisions.tests.matter import at_the_page
from tests.cast import Worker


def erik_then_bo(chained: Chained) -> Chain:
    chain = chained.started(
        chained.step(chained.cast.erik, chained.cast.frida), chained.step(chained.cast.bo)
    )
    chained.act(chain, chained.cast.erik, "approve")
    return chain


def url_of(chain: Chain) -> str:
    return reverse("decisions:change", args=[chain.uuid])


def saved(
    chained: Chained, chain: Chain, *steps: StepSpec, why: str = "Jura skal se det.", seen: int = 1
) -> Chain:
    anna = chained.actor(chained.cast.anna)
    return actions.plan_the_rest(chain, steps, seen_step=seen, why=why, by=anna, now=chained.tick())


def names(chain: Chain) -> list[list[str]]:
    steps = chain.steps.order_by("number").prefetch_related("approvers__employee")
    return [sorted(one.employee.name for one in step.approvers.all()) for step in steps]


def test_a_step_is_added_before_the_last_and_the_answer_given_stands(chained: Chained) -> None:
    chain, cast = erik_then_bo(chained), chained.cast
    saved(chained, chain, chained.step(cast.carla), chained.step(cast.bo))
    assert names(chain) == [["Erik Munk", "Frida Beck"], ["Carla Holm"], ["Bo Lind"]]
    assert not chain.acts.exclude(undone_at=None).exists()
    for who in (cast.frida, cast.carla, cast.bo):
        chained.act(chain, who, "approve")
    assert chain.state == "approved"


def test_who_and_why_and_what_it_was_stand_in_the_story(chained: Chained) -> None:
    chain, cast = erik_then_bo(chained), chained.cast
    saved(chained, chain, chained.step(cast.carla, copies=[cast.frida]), chained.step(cast.bo))
    act = chain.acts.get(verb="change")
    assert act.actor_name == "Anna Dam"
    assert act.comment.splitlines() == [
        "Jura skal se det.",
        "Før: Bo Lind",
        "Nu: Carla Holm (kopi: Frida Beck), derefter Bo Lind",
    ]


@pytest.mark.parametrize("why", ["", "  "])
def test_without_a_reason_nothing_changes(chained: Chained, why: str) -> None:
    chain = erik_then_bo(chained)
    with pytest.raises(ChainError, match="Skriv, hvorfor"):
        saved(chained, chain, chained.step(chained.cast.carla), why=why)
    assert names(chain)[1:] == [["Bo Lind"]]


def test_the_last_must_still_be_one_who_can_end_it(chained: Chained) -> None:
    chain = erik_then_bo(chained)
    with pytest.raises(ChainError, match="kan derfor ikke være den sidste"):
        saved(chained, chain, chained.step(chained.cast.carla))
    with pytest.raises(ChainError, match="kan derfor ikke være den sidste"):
        saved(chained, chain)  # Erik and Frida would be the last


def test_a_chain_that_has_moved_on_is_read_again_first(chained: Chained) -> None:
    chain, cast = erik_then_bo(chained), chained.cast
    chained.act(chain, cast.frida, "approve")
    with pytest.raises(ChainMoved, match="gået videre"):
        saved(chained, chain, chained.step(cast.carla), chained.step(cast.bo))
    with pytest.raises(ChainError, match="ikke ændret"):
        saved(chained, chain, seen=2)


def test_only_the_responsible_and_not_where_only_templates_are_used(chained: Chained) -> None:
    chain, cast = erik_then_bo(chained), chained.cast
    for who in (cast.erik, cast.carla):
        assert at_the_page(who).get(url_of(chain)).status_code == 404
    with pytest.raises(ChainError, match="Kun den ansvarlige"):
        actions.plan_the_rest(
            chain,
            [chained.step(cast.carla), chained.step(cast.bo)],
            seen_step=1,
            why="Fordi.",
            by=chained.actor(cast.erik),
            now=chained.tick(),
        )
    actions.set_rules(
        free_chains=False,
        send_directly=False,
        copy_days=30,
        by=chained.actor(cast.frida),
        now=chained.tick(),
    )
    with pytest.raises(ChainError, match="kun skabeloner"):
        saved(chained, chain, chained.step(cast.carla), chained.step(cast.bo))


def pressed(page: Worker, chain: Chain, steps: list[StepSpec], **post: str) -> tuple[int, str]:
    data = {"plan": plan_text(steps), "seen_step": "1", **post}
    answer = at_the_page(page).post(url_of(chain), data)
    return answer.status_code, answer.content.decode()


def test_the_form_works_by_pressing_buttons_and_keeps_the_text(chained: Chained) -> None:
    chain, cast = erik_then_bo(chained), chained.cast
    bo = chained.step(cast.bo)
    add = {"do": "add", "employee": str(cast.carla.employee.pk), "step": "first", "as": "approver"}
    status, html = pressed(cast.anna, chain, [bo], comment="Jura skal se det.", **add)
    both = [chained.step(cast.carla), bo]
    assert status == 200 and f'value="{plan_text(both)}"' in html and "Jura skal se det." in html
    assert "Trin 3" in html  # numbered as in the whole chain
    status, html = pressed(cast.anna, chain, [], comment="Uden leder.", do="save")
    assert status == 422 and "Uden leder." in html
    status, _html = pressed(cast.anna, chain, both, comment="Jura skal se det.", do="save")
    assert status == 302 and names(chain)[1:] == [["Carla Holm"], ["Bo Lind"]]
