"""A.1, 10-13: gatekeepers; before and after the leader, and taken back; automatic and direct ways;
a leader with fewer answers. The four lists as pages are another room's; these are the rules.
"""

import pytest

from faelled.apps.decisions import actions
from faelled.apps.decisions.actions import Gate
from faelled.apps.decisions.chains.errors import ActNotAllowed, ChainError, ChainMoved
from faelled.apps.decisions.chains.plans import gates_kept
from faelled.apps.decisions.models import ChainState
from faelled.apps.decisions.tests.chains import Chained, written
from faelled.apps.decisions.tests.matter import GRANTED, answers_given
from tests.cast import Worker


def gate(chained: Chained, leader: Worker, **how: bool) -> None:
    frida = chained.actor(chained.cast.frida)
    actions.set_gate(leader.employee, Gate(**how), by=frida, now=chained.tick())


def allow_direct(chained: Chained) -> None:
    actions.set_rules(
        free_chains=True,
        send_directly=True,
        copy_days=30,
        by=chained.actor(chained.cast.frida),
        now=chained.tick(),
    )


def test_10_one_secretary_keeps_the_gate_before_several_leaders(chained: Chained) -> None:
    cast = chained.cast
    sara = chained.secretary(cast.bo)
    chained.keeps_gate(sara, cast.erik)
    assert gates_kept(sara.employee.pk, chained.now) == {cast.bo.employee.pk, cast.erik.employee.pk}
    chain = chained.started(chained.step(cast.erik, cast.carla), chained.step(cast.bo))
    assert chained.waits(chain) == [("Carla Holm", "answer"), ("Erik Munk", "before")]
    chained.act(chain, sara, "release", of=cast.erik)
    chained.act(chain, cast.erik, "approve")
    chained.act(chain, cast.carla, "approve")
    chained.act(chain, sara, "forward", of=cast.erik, step=1)
    assert chained.waits(chain) == [("Bo Lind", "before")]
    chained.act(chain, sara, "release", of=cast.bo)
    assert chained.waits(chain) == [("Bo Lind", "answer")]


def test_11_before_leader_after_and_onward(chained: Chained) -> None:
    cast = chained.cast
    sara = chained.secretary(cast.bo)
    chain = chained.started(chained.step(cast.bo))
    with pytest.raises(ActNotAllowed, match="Sekretariatet frigiver"):
        chained.act(chain, cast.bo, "approve")
    chained.act(chain, sara, "release", of=cast.bo)
    chained.act(chain, cast.bo, "approve", "Enig.")
    assert chained.waits(chain) == [("Bo Lind", "after")]
    assert chain.case is not None
    assert answers_given(chain.case) == []
    chained.act(chain, sara, "forward", of=cast.bo)
    [step] = answers_given(chain.case)
    assert (step.shown_name, written(step)["comment"]) == ("Sara Vind på vegne af Bo Lind", "Enig.")
    assert chain.state == ChainState.APPROVED


def test_11_release_can_be_taken_back_until_the_leader_has_answered(chained: Chained) -> None:
    cast = chained.cast
    sara = chained.secretary(cast.bo)
    chain = chained.started(chained.step(cast.bo))
    chained.act(chain, sara, "release", of=cast.bo)
    chained.act(chain, sara, "withdraw", of=cast.bo)
    assert chained.waits(chain) == [("Bo Lind", "before")]
    chained.act(chain, sara, "release", of=cast.bo)
    chained.act(chain, cast.bo, "return", "Nej.")
    with pytest.raises(ActNotAllowed):
        chained.act(chain, sara, "withdraw", of=cast.bo)


def test_11_a_return_goes_past_the_secretariat_before_it_reaches_anna(chained: Chained) -> None:
    cast = chained.cast
    sara = chained.secretary(cast.bo)
    chain = chained.started(chained.step(cast.bo))
    chained.act(chain, sara, "release", of=cast.bo)
    chained.act(chain, cast.bo, "return", "Nej.")
    assert chained.waits(chain) == [("Bo Lind", "after")]
    chained.act(chain, sara, "forward", of=cast.bo)
    assert chained.waits(chain) == [("Anna Dam", "update")]


def test_11_what_takes_effect_is_what_the_leader_approved(chained: Chained) -> None:
    """The draft is changed while it lies with the secretariat after Bo."""
    cast = chained.cast
    sara = chained.secretary(cast.bo)
    chain = chained.started(chained.step(cast.bo))
    chained.act(chain, sara, "release", of=cast.bo)
    chained.act(chain, cast.bo, "approve")
    assert chain.case is not None
    chained.office.do(
        chain.case, chained.office.actor(cast.anna), "draft", GRANTED, now=chained.tick()
    )
    with pytest.raises(ChainMoved, match="Bo Lind må fortryde"):
        chained.act(chain, sara, "forward", of=cast.bo)
    assert answers_given(chain.case) == []
    actions.undo(chain, by=chained.actor(cast.bo), now=chained.tick())
    chained.act(chain, cast.bo, "approve")
    chained.act(chain, sara, "forward", of=cast.bo)
    assert chain.state == ChainState.APPROVED


def test_11_nobody_else_keeps_the_gate(chained: Chained) -> None:
    cast = chained.cast
    chained.secretary(cast.bo)
    chain = chained.started(chained.step(cast.bo))
    for stranger in (cast.carla, cast.bo, cast.anna):
        with pytest.raises(ActNotAllowed):
            chained.act(chain, stranger, "release", of=cast.bo)


def test_12_it_can_be_released_and_forwarded_by_itself(chained: Chained) -> None:
    cast = chained.cast
    sara = chained.secretary(cast.bo)
    gate(chained, cast.bo, auto_release=True, auto_forward=True)
    chain = chained.started(chained.step(cast.bo))
    assert chained.waits(chain) == [("Bo Lind", "answer")]
    chained.act(chain, sara, "withdraw", of=cast.bo)
    chained.act(chain, sara, "release", of=cast.bo)
    chained.act(chain, cast.bo, "approve")
    assert chain.state == ChainState.APPROVED


def test_12_the_leader_sends_directly_where_the_authority_allows_it(chained: Chained) -> None:
    cast = chained.cast
    sara = chained.secretary(cast.bo)
    gate(chained, cast.bo, direct=True)
    forbidden = chained.started(chained.step(cast.bo))
    chained.act(forbidden, sara, "release", of=cast.bo)
    chained.act(forbidden, cast.bo, "approve")
    with pytest.raises(ChainError):
        chained.act(forbidden, cast.bo, "direct")
    allow_direct(chained)
    allowed = chained.started(chained.step(cast.bo))
    chained.act(allowed, sara, "release", of=cast.bo)
    chained.act(allowed, cast.bo, "approve")
    chained.act(allowed, cast.bo, "direct")
    assert allowed.state == ChainState.APPROVED


def test_13_a_leader_can_be_held_to_return_and_condition(chained: Chained) -> None:
    cast = chained.cast
    gate(chained, cast.erik, limited=True)
    chain = chained.started(chained.step(cast.erik), chained.step(cast.bo))
    with pytest.raises(ChainError):
        chained.act(chain, cast.erik, "approve")
    chained.act(chain, cast.erik, "condition", "Kun i år.")
    chained.act(chain, cast.anna, "adjust", of=cast.erik)
    assert chained.waits(chain) == [("Bo Lind", "answer")]


def test_13_and_is_then_never_the_last(chained: Chained) -> None:
    gate(chained, chained.cast.bo, limited=True)
    with pytest.raises(ChainError, match="kan ikke være den sidste"):
        chained.started(chained.step(chained.cast.bo))
