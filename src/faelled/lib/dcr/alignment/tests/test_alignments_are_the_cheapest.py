"""Against every alignment there is, on small drawn graphs; and that each is an alignment."""

import random
from collections import deque

import pytest

from faelled.lib.dcr.alignment import Aligner, Alignment, Kind, NoEnd, beam
from faelled.lib.dcr.alignment.landmarks import Landmarks
from faelled.lib.dcr.alignment.problem import Model, Places
from faelled.lib.dcr.core import State
from faelled.lib.dcr.graph import Event, EventType, Graph, Initial, Relation
from faelled.lib.dcr.graph import Kind as Rule

KINDS = (Rule.CONDITION, Rule.RESPONSE, Rule.MILESTONE, Rule.INCLUDE, Rule.EXCLUDE, Rule.CANCEL)
MANY = 400


def drawn(draw: random.Random) -> tuple[Graph, list[str]]:
    """Up to five events, some with one label, and a trace with a stranger now and then."""
    ids = [f"e{at}" for at in range(draw.randint(2, 5))]
    labels = {id: draw.choice([id, id, "same"]) for id in ids}
    rules = tuple(
        Relation(draw.choice(KINDS), draw.choice(ids), draw.choice(ids))
        for _ in range(draw.randint(0, 9))
    )
    initial = Initial(
        executed=dict.fromkeys([id for id in ids if draw.random() < 0.1]),
        pending=dict.fromkeys([id for id in ids if draw.random() < 0.2]),
        included=frozenset(id for id in ids if draw.random() < 0.8),
    )
    events = tuple(Event(id, labels[id]) for id in ids)
    graph = Graph("g", "1", "G", events=events, relations=rules, initial=initial)
    known = [*labels.values(), *labels.values(), "stranger"]
    return graph, [draw.choice(known) for _ in range(draw.randint(0, 6))]


def cheapest(graph: Graph, trace: list[str]) -> dict[tuple[int, State], int]:
    """The cost from the start to every (place, state), by going everywhere; no reduction."""
    model = Model.of(graph)
    start = (0, model.start)
    costs, waiting = {start: 0}, deque([start])
    while waiting:
        place, state = node = waiting.popleft()
        following = [((place, model.core.step(state, at)), 1) for at in model.core.enabled(state)]
        if place < len(trace):
            following.append(((place + 1, state), 1))
            following.extend(
                ((place + 1, model.core.step(state, at)), 0)
                for at in model.names.get(trace[place], ())
            )
        for (where, after), price in following:
            if after is not None and costs[node] + price < costs.get((where, after), 1 << 30):
                costs[where, after] = costs[node] + price
                waiting.append((where, after))
    return costs


def runs(graph: Graph, trace: list[str], found: Alignment) -> None:
    """The moves spell the trace, and what the graph does of them is a run that may end."""
    model = Model.of(graph)
    state = model.start
    assert [move.activity for move in found.moves if move.kind is not Kind.MODEL] == trace
    for move in found.moves:
        if move.kind is Kind.SKIP:
            continue
        after = model.core.step(state, model.core.index[move.event])
        assert after is not None
        state = after
        if move.kind is Kind.BOTH:
            assert graph.event(move.event).label == move.activity
    assert model.core.accepting(state)


@pytest.mark.parametrize("seed", range(4))
def test_no_alignment_is_cheaper(seed: int) -> None:
    draw, seen = random.Random(seed), set()
    for _ in range(MANY):
        graph, trace = drawn(draw)
        costs = cheapest(graph, trace)
        core = Model.of(graph).core
        ends = [
            cost
            for (place, state), cost in costs.items()
            if place == len(trace) and core.accepting(state)
        ]
        if not ends:
            with pytest.raises(NoEnd):
                Aligner(graph)
            continue
        found = Aligner(graph).align(trace)
        assert (found.cost, found.proven) == (min(ends), True)
        assert 0 <= found.fitness <= 1
        runs(graph, trace, found)
        seen.add(found.cost)
    assert {0, 1, 2, 3, 4} <= seen


def test_the_bound_is_never_too_high() -> None:
    """From every place and state, not only the first."""
    draw = random.Random(9)
    for _ in range(150):
        graph, trace = drawn(draw)
        model = Model.of(graph)
        marks = Landmarks(model, Places.of(model, trace))
        for place, state in cheapest(graph, trace):
            rest = Graph(
                "g",
                "1",
                "G",
                events=graph.events,
                relations=graph.relations,
                initial=Initial(
                    executed=dict.fromkeys(model.core.names(state[0])),
                    pending=dict.fromkeys(model.core.names(state[1])),
                    included=frozenset(model.core.names(state[2])),
                ),
            )
            left = cheapest(rest, trace[place:])
            ends = [
                cost
                for (at, end), cost in left.items()
                if at == len(trace) - place and model.core.accepting(end)
            ]
            if ends:
                assert marks.bound(model.reduced(state), place) <= min(ends)


def test_where_memory_or_patience_ends_the_gap_is_told() -> None:
    """The answer is an alignment all the same, and no alignment is cheaper than its bound."""
    draw, gaps = random.Random(3), 0
    for _ in range(MANY):
        graph, trace = drawn(draw)
        try:
            best = Aligner(graph).align(trace)
        except NoEnd:
            continue
        for found in (
            Aligner(graph, most_nodes=12).align(trace) if best.searched > 12 else best,
            Aligner(graph).align(trace, give_up=lambda: True),
        ):
            runs(graph, trace, found)
            assert found.bound <= best.cost <= found.cost <= found.worst
            assert 0 <= found.fitness <= 1
            gaps += not found.proven
    assert gaps


def test_a_sub_process_is_aligned_by_search_alone() -> None:
    """Finishing the inside finishes the whole, though no rule says so."""
    events = (
        Event("visit", "visit", type=EventType.SUBPROCESS),
        Event("plan", "plan", parent="visit"),
        Event("close", "close"),
    )
    rules = (
        Relation(Rule.CONDITION, "visit", "close"),
        Relation(Rule.RESPONSE, "plan", "close"),
    )
    included = frozenset({"visit", "plan", "close"})
    graph = Graph("g", "1", "G", events=events, relations=rules, initial=Initial(included=included))
    assert Aligner(graph).align(["plan", "close"]).cost == 0
    assert Aligner(graph).align(["close"]).cost == 1


def test_of_a_graph_that_never_ends_it_is_said_so() -> None:
    graph = Graph(
        "g",
        "1",
        "G",
        events=(Event("a", "A"),),
        relations=(Relation(Rule.CONDITION, "a", "a"),),
        initial=Initial(included=frozenset({"a"}), pending={"a": None}),
    )
    with pytest.raises(NoEnd, match="afsluttes"):
        Aligner(graph)


def test_a_long_trace_does_not_outlast_its_budget_by_looking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = [f"e{at}" for at in range(9)]
    rules = tuple(Relation(Rule.CONDITION, f"e{at}", f"e{at + 1}") for at in range(8))
    events = tuple(Event(id, id) for id in ids)
    initial = Initial(included=frozenset(ids))
    graph = Graph("g", "1", "G", events=events, relations=rules, initial=initial)
    trace = ["e0", "e8", "e5", "e2"] * 5
    searched = Aligner(graph).align(trace, give_up=lambda: True)
    monkeypatch.setattr(beam, "MOST_LOOKS", 50)
    found = Aligner(graph).align(trace, give_up=lambda: True)
    # What can be taken is taken, and the rest left out: poor, but at once.
    assert searched.cost < found.cost < len(trace)
    assert not found.proven and found.bound <= searched.cost and 0 < found.fitness < 1
    runs(graph, trace, found)
