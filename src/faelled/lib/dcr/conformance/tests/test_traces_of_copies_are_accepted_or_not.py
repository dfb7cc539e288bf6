"""A graph with templates accepts what the engine can run to an end, whichever copy was meant."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dcr.conformance import acceptance_copied
from faelled.lib.dcr.conformance.acceptance_copied import AcceptanceCopied, acceptance_of
from faelled.lib.dcr.graph import Event, EventType, Graph, Initial, Kind, Relation
from faelled.lib.dcr.replay import Recorded, Settings, replay
from faelled.lib.dcr.tests import drawn_inside
from faelled.lib.dcr.tests.effort import looking_at
from faelled.lib.dcr.tests.making import NOON, engine_of, made, rule
from faelled.lib.dcr.tests.test_control_flow_on_masks import bare


def visits() -> Graph:
    """Each visit is planned once, and its plan is owed."""
    return made(
        (
            Event("ask", "Bed"),
            Event("visit", "Besøg", type=EventType.TEMPLATE),
            Event("plan", "Plan", parent="visit"),
        ),
        Relation(Kind.SPAWN, "ask", "visit"),
        rule("plan exclude plan"),
        initial=Initial(pending={"plan": None}),
    )


def test_each_copy_is_asked_for_its_own() -> None:
    acceptance = acceptance_of(visits())
    traces: tuple[list[str], ...] = (
        ["Bed", "Plan"],
        ["Bed", "Bed", "Plan", "Plan"],
        ["Bed", "Bed", "Plan"],
        ["Bed", "Plan", "Plan"],
        ["Plan"],
        ["Ring"],
        [],
    )
    assert [acceptance.accepts(trace) for trace in traces] == [
        True, True, False, False, False, False, True,
    ]  # fmt: skip


def test_there_is_room_for_as_many_copies_as_a_trace_needs_and_then_it_is_said() -> None:
    acceptance = acceptance_of(visits())
    assert acceptance.accepts(["Bed"] * 30 + ["Plan"] * 30) is True
    assert acceptance.accepts(["Bed"] * 30 + ["Plan"] * 29) is False
    assert acceptance.accepts(["Bed"] * 40 + ["Plan"] * 40) is None


@looking_at(40)
@given(seed=st.integers(0, 2**48))
def test_the_engine_says_the_same(seed: int) -> None:
    draw = random.Random(seed)
    graph = bare(drawn_inside.graph(draw))
    engine, acceptance = engine_of(graph), AcceptanceCopied(graph)
    names = [event.id for event in graph.events]
    for _ in range(3):
        trace = [draw.choice(names) for _ in range(draw.randint(1, 4))]
        run = replay(
            engine,
            [Recorded(name, NOON) for name in trace],
            start=NOON,
            settings=Settings(most=10_000),
        )
        fits = run.fits and any(map(engine.accepting, run.markings))
        assert acceptance.accepts(trace) is fits


def test_what_can_mean_too_much_is_not_answered_with_no(monkeypatch: pytest.MonkeyPatch) -> None:
    events = (
        Event("a", "Ring"),
        Event("b", "Ring"),
        Event("c", "Svar"),
        Event("t", "T", type=EventType.TEMPLATE),
    )
    acceptance = acceptance_of(made(events, rule("b condition c"), rule("a exclude c")))
    assert acceptance.accepts(["Ring", "Svar"]) is True
    assert acceptance.accepts(["Svar"]) is False
    monkeypatch.setattr(acceptance_copied, "MOST_STATES", 1)
    assert acceptance.accepts(["Ring", "Svar"]) is None
