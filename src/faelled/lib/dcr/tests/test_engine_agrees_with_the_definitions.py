"""The engine and a literal, slow reading of the definitions agree on random graphs and runs."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dcr.engine import NotEnabled
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.tests import drawn
from faelled.lib.dcr.tests.effort import looking_at
from faelled.lib.dcr.tests.literal import Literal, State
from faelled.lib.dcr.tests.making import engine_of
from faelled.lib.dcr.timing import Mode


def the_same(marking: Marking, state: State) -> bool:
    return (dict(marking.executed), dict(marking.pending), set(marking.included)) == (
        state.ex,
        state.re,
        state.inc,
    ) and dict(marking.values) == state.va


def agree_on(graph: Graph, tried: list[drawn.Tried], mode: Mode) -> int:
    """Run both side by side; returns how many steps were possible."""
    quick = engine_of(graph, mode)
    slow = Literal(graph, drawn.MEANINGS, analysis=mode is Mode.ANALYSIS)
    begin = tried[0].at
    marking, state = quick.initial(begin), slow.start(begin)
    assert the_same(marking, state)
    executed = 0
    for step in tried:
        at, roles = step.at, step.roles
        who = None if roles is None else set(roles)
        enabled = [e.id for e in graph.events if slow.enabled(state, e.id, at, who)]
        assert list(quick.enabled(marking, at=at, roles=roles)) == enabled
        possible = step.event in enabled
        assert quick.check(marking, step.event, at=at, roles=roles) is possible
        explanation = quick.explain(marking, step.event, at=at, roles=roles)
        assert explanation.possible is possible
        assert (not explanation.reasons) is possible
        if possible:
            executed += 1
            marking = quick.execute(marking, step.event, at=at, roles=roles, value=step.value)
            state = slow.execute(state, step.event, at, step.value)
        else:
            with pytest.raises(NotEnabled):
                quick.execute(marking, step.event, at=at, roles=roles, value=step.value)
        assert the_same(marking, state), step
        assert quick.accepting(marking) is slow.accepting(state)
        assert {due.event for due in quick.overdue(marking, at=at)} == slow.overdue(state, at)
        assert Marking.from_json(marking.to_json()) == marking
    return executed


@pytest.mark.parametrize("mode", list(Mode))
@looking_at(80)
@given(draw=st.randoms(use_true_random=False))
def test_engine_and_definitions_agree_on_small_cases_that_can_shrink(
    mode: Mode, draw: random.Random
) -> None:
    graph = drawn.graph(draw)
    agree_on(graph, drawn.run(draw, graph, 6), mode)


@pytest.mark.parametrize("mode", list(Mode))
@looking_at(1_500)
@given(seed=st.integers(0, 2**48))
def test_engine_and_definitions_agree_on_thousands_of_graphs_and_runs(
    mode: Mode, seed: int
) -> None:
    draw = random.Random(seed)
    graph = drawn.graph(draw)
    agree_on(graph, drawn.run(draw, graph, 12), mode)


def test_the_random_runs_do_move() -> None:
    moved = 0
    for seed in range(40):
        draw = random.Random(seed)
        graph = drawn.graph(draw)
        moved += agree_on(graph, drawn.run(draw, graph, 12), Mode.OPERATION)
    assert moved > 100
