"""A.1, 2: ordered steps; each has one or more approvers and any number of copy recipients."""

import pytest

from faelled.apps.decisions.chains.errors import ActNotAllowed, ChainError
from faelled.apps.decisions.chains.queries import copies_for
from faelled.apps.decisions.specs import StepSpec
from faelled.apps.decisions.tests.chains import Chained


def test_the_steps_come_in_their_order(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(
        chained.step(cast.erik), chained.step(cast.carla), chained.step(cast.bo)
    )
    seen = []
    for who in (cast.erik, cast.carla):
        chained.act(chain, who, "approve")
        seen.append(chained.waits(chain))
    assert seen == [[("Carla Holm", "answer")], [("Bo Lind", "answer")]]


def test_bo_cannot_answer_before_his_step_and_is_told_what_comes_first(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.erik), chained.step(cast.bo))
    with pytest.raises(ActNotAllowed) as refused:
        chained.act(chain, cast.bo, "approve", step=2)
    [reason] = refused.value.explanation.reasons
    assert any("Erik Munk godkender" in remedy.text for remedy in reason.remedies)
    assert chained.waits(chain) == [("Erik Munk", "answer")]


def test_all_answer_or_the_first_answer_counts(chained: Chained) -> None:
    cast = chained.cast
    both = chained.started(chained.step(cast.erik, cast.carla), chained.step(cast.bo))
    chained.act(both, cast.carla, "approve")
    assert chained.waits(both) == [("Erik Munk", "answer")]
    either = chained.started(
        chained.step(cast.erik, cast.carla, needs="one"), chained.step(cast.bo)
    )
    chained.act(either, cast.carla, "approve")
    assert chained.waits(either) == [("Bo Lind", "answer")]


def test_a_copy_comes_when_its_step_begins(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.erik), chained.step(cast.bo, copies=[cast.carla]))
    carla = chained.actor(cast.carla)
    assert not copies_for(carla, now=chained.now).exists()
    chained.act(chain, cast.erik, "approve")
    assert [copy.step.chain for copy in copies_for(carla, now=chained.now)] == [chain]


@pytest.mark.parametrize("steps", [(), (StepSpec(()),)])
def test_every_step_has_somebody_who_answers(chained: Chained, steps: tuple[StepSpec, ...]) -> None:
    with pytest.raises(ChainError, match="mindst én godkender"):
        chained.started(*steps)


def test_nobody_stands_twice_in_a_step(chained: Chained) -> None:
    with pytest.raises(ChainError, match="valgt to gange"):
        chained.started(chained.step(chained.cast.bo, copies=[chained.cast.bo]))
