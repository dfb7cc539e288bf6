"""The engine and a literal, slow reading of the definitions agree on random graphs and runs."""

import random
from collections.abc import Mapping
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dcr.engine import NotEnabled
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.tests import drawn, drawn_inside
from faelled.lib.dcr.tests.effort import looking_at
from faelled.lib.dcr.tests.literal import Literal
from faelled.lib.dcr.tests.literal_state import Meaning, Node, State
from faelled.lib.dcr.tests.making import engine_of
from faelled.lib.dcr.timing import Mode
from faelled.lib.dcr.values import Value


def the_same(marking: Marking, state: State) -> bool:
    return (
        dict(marking.executed) == state.ex
        and dict(marking.pending) == state.re
        and set(marking.included) == state.inc
        and dict(marking.values) == state.va
        and dict(marking.instances) == state.copies
    )


def agree_on(graph: Graph, tried: list[drawn.Tried], mode: Mode) -> int:
    """Run both side by side; returns how many steps were possible."""
    both = Both(graph, mode, drawn.MEANINGS, tried[0].at)
    return sum(
        both.agree(Node(step.event), at=step.at, roles=step.roles, value=step.value)
        for step in tried
    )


def agree_inside(graph: Graph, tried: list[drawn_inside.Tried], mode: Mode) -> tuple[int, int]:
    """The same where the events that are there change; returns the steps possible and the copies
    made."""
    both = Both(graph, mode, drawn_inside.MEANINGS, tried[0].at)
    possible = 0
    for step in tried:
        enabled = both.enabled(step.at, step.roles)
        # Mostly what can be done, so that runs come far.
        nodes = enabled if enabled and step.place < 0.8 else both.state.nodes
        if not nodes:
            break  # nothing but templates, and no copy of one
        node = nodes[int(step.place * 997) % len(nodes)]
        value = step.values.get(node.id)
        possible += both.agree(node, at=step.at, roles=step.roles, value=value)
    return possible, sum(both.state.copies.values())


class Both:
    """The engine and the literal reading, at the same point of the same run."""

    def __init__(
        self, graph: Graph, mode: Mode, meanings: Mapping[str, Meaning], at: datetime
    ) -> None:
        self.quick = engine_of(graph, mode)
        self.slow = Literal(graph, meanings, analysis=mode is Mode.ANALYSIS)
        self.marking, self.state = self.quick.initial(at), self.slow.start(at)
        assert the_same(self.marking, self.state)

    def enabled(self, at: datetime, roles: frozenset[str] | None) -> list[Node]:
        who = None if roles is None else set(roles)
        return [node for node in self.state.nodes if self.slow.enabled(self.state, node, at, who)]

    def agree(
        self, node: Node, *, at: datetime, roles: frozenset[str] | None, value: Value
    ) -> bool:
        """Ask both about this step and take it if it is possible, which they must agree on."""
        quick, slow, name = self.quick, self.slow, node.name
        enabled = {node.name for node in self.enabled(at, roles)}
        in_order = [e.id for e in quick.events(self.marking) if e.id in enabled]
        assert list(quick.enabled(self.marking, at=at, roles=roles)) == in_order
        possible = name in enabled
        assert quick.check(self.marking, name, at=at, roles=roles) is possible
        explanation = quick.explain(self.marking, name, at=at, roles=roles)
        assert explanation.possible is possible
        assert (not explanation.reasons) is possible
        if possible:
            self.marking = quick.execute(self.marking, name, at=at, roles=roles, value=value)
            self.state = slow.execute(self.state, node, at, value)
        else:
            with pytest.raises(NotEnabled):
                quick.execute(self.marking, name, at=at, roles=roles, value=value)
        assert the_same(self.marking, self.state), node
        assert quick.accepting(self.marking) is slow.accepting(self.state)
        assert {due.event for due in quick.overdue(self.marking, at=at)} == slow.overdue(
            self.state, at
        )
        assert {event.id for event in quick.events(self.marking)} == {
            node.name for node in self.state.nodes
        }
        assert Marking.from_json(self.marking.to_json()) == self.marking
        return possible


@pytest.mark.parametrize("mode", list(Mode))
@looking_at(40)
@given(draw=st.randoms(use_true_random=False))
def test_engine_and_definitions_agree_on_small_cases_that_can_shrink(
    mode: Mode, draw: random.Random
) -> None:
    graph = drawn.graph(draw)
    agree_on(graph, drawn.run(draw, graph, 6), mode)


@pytest.mark.parametrize("mode", list(Mode))
@looking_at(300)
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


@pytest.mark.parametrize("mode", list(Mode))
@looking_at(20)
@given(draw=st.randoms(use_true_random=False))
def test_they_agree_on_small_cases_with_processes_inside(mode: Mode, draw: random.Random) -> None:
    agree_inside(drawn_inside.graph(draw), drawn_inside.run(draw, 6), mode)


@pytest.mark.parametrize("mode", list(Mode))
@looking_at(120)
@given(seed=st.integers(0, 2**48))
def test_they_agree_on_many_graphs_with_processes_inside(mode: Mode, seed: int) -> None:
    draw = random.Random(seed)
    agree_inside(drawn_inside.graph(draw), drawn_inside.run(draw, 12), mode)


def test_the_random_runs_inside_do_move_and_do_make_copies() -> None:
    moved = made = 0
    for seed in range(30):
        draw = random.Random(seed)
        run = drawn_inside.graph(draw), drawn_inside.run(draw, 12)
        possible, copies = agree_inside(*run, Mode.OPERATION)
        moved, made = moved + possible, made + copies
    assert (moved > 60, made > 10) == (True, True)
