"""What the foreign case system tells of a matter (KLE, decision, amount) derives its chain."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from django.urls import reverse

from faelled.apps.decisions import actions
from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.delegation.actions import follow_plan
from faelled.apps.decisions.delegation.previewing import changes_under
from faelled.apps.decisions.delegation.tests.house import House, a_plan
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.specs import MatterRef, StepSpec
from faelled.apps.decisions.tests.matter import at_the_page
from faelled.base.connect.esdh.client import ESDH
from faelled.base.connect.esdh.fake import MATTERS, FakeEsdh
from faelled.base.connect.loopback import serve

TOKEN, HARBOUR = "key", "F-2041"
TOLD = {"readers": ["anna-0999"], "kle": "99.01.01", "decision": "granted", "amount": "40000.00"}


@pytest.fixture
def esdh(tmp_path: Path) -> Iterator[FakeEsdh]:
    fake = FakeEsdh(tmp_path / "esdh", TOKEN, tuple({**m, **TOLD} for m in MATTERS))
    with (
        serve(fake) as origin,
        override_settings(ESDH="rest", ESDH_URL=origin, ESDH_TOKEN=TOKEN, ESDH_PRIVATE=True),
    ):
        ESDH.breaker.succeeded()
        yield fake
        ESDH.breaker.succeeded()


def sent(house: House, *steps: StepSpec) -> Chain:
    by = house.chained.actor(house.cast.anna)
    return actions.start_chain(MatterRef("esdh", HARBOUR), steps, by=by, now=house.tick())


def as_planned(house: House) -> Chain:
    return sent(house, house.chained.step(house.cast.bo), house.chained.step(house.lise))


def test_the_form_begins_with_the_plan_s_chain(house: House, esdh: FakeEsdh) -> None:
    house.in_force()
    url = reverse("decisions:new_for_foreign", args=[HARBOUR])
    html = at_the_page(house.cast.anna).get(url).content.decode()
    assert "Bo Lind, derefter Lise Krogh" in html


def test_a_wrong_chain_is_refused_at_sending_with_the_rule(house: House, esdh: FakeEsdh) -> None:
    house.in_force()
    with pytest.raises(ChainError, match=r"»large« \(afsnit 2.2\).*Lise Krogh"):
        sent(house, house.chained.step(house.cast.bo))
    assert not Chain.objects.exists()


def test_the_chain_keeps_the_rule_and_follows_another_plan(house: House, esdh: FakeEsdh) -> None:
    house.in_force()
    chain = as_planned(house)
    assert chain.bases.get().rule == "large"
    house.in_force(a_plan(50_000, "2"))
    assert house.steps(chain) == [["Bo Lind"]]
    house.approves(chain, house.cast.bo)
    verdict = esdh.verdict_on(HARBOUR)
    assert verdict is not None and verdict["verdict"] == "approved"


def test_an_amount_that_grew_meanwhile_stops_the_last_approval(
    house: House, esdh: FakeEsdh
) -> None:
    house.in_force(a_plan(50_000))
    chain = sent(house, house.chained.step(house.cast.bo))
    esdh.matters = tuple({**m, "amount": "90000.00"} for m in esdh.matters)
    with pytest.raises(ChainError, match="Lise Krogh"):
        house.approves(chain, house.cast.bo)
    assert esdh.verdict_on(HARBOUR) is None


def test_when_the_system_does_not_answer_no_chain_is_begun_and_open_ones_stand(
    house: House, esdh: FakeEsdh
) -> None:
    house.in_force()
    chain = as_planned(house)
    version = house.uploaded(a_plan(50_000, "2"))
    esdh.down = True
    with pytest.raises(ChainError, match="Sagssystemet"):
        as_planned(house)
    assert changes_under(version, now=house.now).changes == ()
    follow_plan(by=house.cast.system, now=house.tick())
    assert house.steps(chain) == [["Bo Lind"], ["Lise Krogh"]]


def test_a_matter_that_tells_nothing_is_put_together_freely(house: House, esdh: FakeEsdh) -> None:
    house.in_force()
    esdh.matters = tuple({**m, "kle": ""} for m in esdh.matters)
    assert not sent(house, house.chained.step(house.cast.bo)).bases.exists()
