"""The control-flow core answers as the engine does where there are no guards, time or roles."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dcr.core import Core
from faelled.lib.dcr.core_inside import CoreInside, core_of
from faelled.lib.dcr.errors import InvalidGraph, UnknownEvent
from faelled.lib.dcr.graph import Event, EventType, Graph, Initial, Kind
from faelled.lib.dcr.tests import drawn, drawn_inside
from faelled.lib.dcr.tests.effort import looking_at
from faelled.lib.dcr.tests.making import NOON, engine_of, made, rule


def bare(graph: Graph) -> Graph:
    """The graph with only its control flow."""
    relations = tuple(
        replace(r, guard=None, delay=None, deadline=None, delay_from=None, deadline_from=None)
        for r in graph.relations
    )
    start = graph.initial
    initial = Initial(start.executed, dict.fromkeys(start.pending), start.included)
    return replace(graph, relations=relations, initial=initial)


@looking_at(300)
@given(seed=st.integers(0, 2**48))
def test_core_and_engine_agree_step_by_step(seed: int) -> None:
    draw = random.Random(seed)
    graph = bare(drawn.graph(draw))
    agree(draw, graph, Core.of(graph))


@looking_at(100)
@given(seed=st.integers(0, 2**48))
def test_they_agree_on_graphs_with_sub_processes(seed: int) -> None:
    draw = random.Random(seed)
    graph = without_templates(bare(drawn_inside.graph(draw)))
    core = core_of(graph)
    assert isinstance(core, CoreInside)
    agree(draw, graph, core)


def without_templates(graph: Graph) -> Graph:
    """Its templates as sub-processes, which are there once."""
    events = tuple(
        replace(e, type=EventType.SUBPROCESS) if e.type is EventType.TEMPLATE else e
        for e in graph.events
    )
    relations = tuple(rule for rule in graph.relations if rule.kind is not Kind.SPAWN)
    return replace(graph, events=events, relations=relations)


def agree(draw: random.Random, graph: Graph, core: Core) -> None:
    engine = engine_of(graph)
    marking = engine.initial(NOON)
    state = start = core.state(marking)
    trace: list[int] = []
    for _ in range(15):
        enabled = core.enabled(state)
        assert tuple(core.events[at] for at in enabled) == engine.enabled(marking, at=NOON)
        at = core.index[draw.choice(graph.events).id]
        assert core.check(state, at) is (at in enabled)
        after = core.step(state, at)
        assert (after is not None) is (at in enabled)
        if after is not None:
            trace.append(at)
            state = after
            marking = engine.execute(marking, core.events[at], at=NOON)
        assert core.state(marking) == state
        assert core.accepting(state) is engine.accepting(marking)
    assert core.replay(start, trace) == (state, len(trace))
    assert core.replay(start, [*trace, *range(len(core.events))])[1] >= len(trace)


def test_a_graph_with_templates_has_no_masks_and_one_with_sub_processes_has_its_own() -> None:
    with pytest.raises(InvalidGraph, match="ikke et fast antal"):
        core_of(made((Event("t", "T", type=EventType.TEMPLATE),)))
    with pytest.raises(InvalidGraph, match="er en delproces"):
        Core.of(made((Event("s", "S", type=EventType.SUBPROCESS),)))
    assert type(core_of(made("a"))) is Core


def test_a_replay_stops_at_the_first_event_that_is_not_enabled() -> None:
    core = Core.of(made("a b", rule("a condition b"), rule("a exclude a")))
    start = (0, 0, 0b11)
    assert core.replay(start, [0, 1, 0, 1]) == ((0b11, 0, 0b10), 2)


def test_masks_can_be_named() -> None:
    core = Core.of(made("a b c"))
    assert core.names(0b101) == ("a", "c")


def test_an_unknown_event_is_an_error() -> None:
    with pytest.raises(UnknownEvent):
        Core(["a"], [rule("a condition b")])
