"""Graphs with sub-processes and templates: against every alignment there is, and every bound."""

import random

import pytest

from faelled.lib.dcr.alignment import Aligner, Alignment, Kind, NoEnd, align
from faelled.lib.dcr.alignment.landmarks import Landmarks
from faelled.lib.dcr.alignment.problem import Model, Places
from faelled.lib.dcr.alignment.tests.test_alignments_are_the_cheapest import KINDS, cheapest, runs
from faelled.lib.dcr.core import State
from faelled.lib.dcr.core_copied import CoreCopied
from faelled.lib.dcr.graph import Event, EventType, Graph, Initial, Relation
from faelled.lib.dcr.graph import Kind as Rule
from faelled.lib.dcr.verification.copied import own_id

SUB, TEMPLATE = EventType.SUBPROCESS, EventType.TEMPLATE
BESIDE = (Event("a", "a"), Event("b", "b"))


def drawn(draw: random.Random, inner: tuple[Event, ...], *more: Relation) -> Graph:
    events = (*BESIDE, *inner)
    ids = [event.id for event in events]
    rules = tuple(
        Relation(draw.choice(KINDS), draw.choice(ids), draw.choice(ids))
        for _ in range(draw.randint(1, 7))
    )
    pending = dict.fromkeys(id for id in ids if draw.random() < 0.3)
    included = frozenset(id for id in ids if draw.random() < 0.85)
    return Graph(
        "g", "1", "G", events=events, relations=(*rules, *more),
        initial=Initial(pending=pending, included=included),
    )  # fmt: skip


def traced(draw: random.Random, names: str) -> list[str]:
    return [draw.choice(names) for _ in range(draw.randint(0, 4))]


def least(model: Model, costs: dict[tuple[int, State], int], length: int) -> int | None:
    ends = [
        cost
        for (place, state), cost in costs.items()
        if place == length and model.core.accepting(state)
    ]
    return min(ends, default=None)


@pytest.mark.parametrize("seed", range(2))
def test_inside_a_sub_process_no_alignment_is_cheaper_and_no_bound_too_high(seed: int) -> None:
    """The inner sub-process lies in the outer one; both happen by the steps in them."""
    inner = (
        Event("s", "s", type=SUB),
        Event("c", "c", parent="s"),
        Event("r", "r", type=SUB, parent="s"),
        Event("d", "d", parent="r"),
    )
    draw, seen = random.Random(seed), set()
    for _ in range(80):
        graph, trace = drawn(draw, inner), traced(draw, "abcd")
        model = Model.of(graph)
        costs = cheapest(graph, trace)
        best = least(model, costs, len(trace))
        if best is None:
            with pytest.raises(NoEnd):
                Aligner(graph)
            continue
        found = Aligner(graph).align(trace)
        assert (found.cost, found.proven) == (best, True)
        runs(graph, trace, found)
        seen.add(found.cost)
        marks = Landmarks(model, Places.of(model, trace))
        assert marks.bound(model.reduced(model.start), 0) <= best
    assert {0, 1, 2} <= seen


@pytest.mark.parametrize("seed", range(2))
def test_of_copies_none_is_cheaper_and_no_bound_too_high(seed: int) -> None:
    """Against all alignments that make do with three copies."""
    inner = (
        Event("t", "t", type=TEMPLATE),
        Event("c", "c", parent="t"),
        Event("d", "d", parent="t"),
    )
    draw, seen = random.Random(seed), set()
    for _ in range(25):
        graph = drawn(draw, inner, Relation(Rule.SPAWN, draw.choice("aabc"), "t"))
        trace = traced(draw, "aabcd")
        wide = Model.of(graph, room=3)
        best = least(wide, everywhere(wide, trace), len(trace))
        try:
            found = Aligner(graph, most_nodes=20_000).align(trace)
        except NoEnd:
            continue
        of_copies(graph, trace, found)
        assert best is None or found.bound <= best
        if found.proven and best is not None:
            assert found.cost <= best
            seen.add(found.cost)
    assert {0, 1, 2} <= seen


def everywhere(model: Model, trace: list[str]) -> dict[tuple[int, State], int]:
    """The cost from the start to every (place, state), copies merged but nothing bounded."""
    start = (0, model.reduced(model.start))
    costs, waiting = {start: 0}, [start]
    for node in waiting:
        place, state = node
        following = [((place, model.core.step(state, at)), 1) for at in model.core.enabled(state)]
        if place < len(trace):
            following.append(((place + 1, state), 1))
            following.extend(
                ((place + 1, model.core.step(state, at)), 0)
                for at in model.names.get(trace[place], ())
            )
        for (where, after), price in following:
            if after is None:
                continue
            target = (where, model.reduced(after))
            if costs[node] + price < costs.get(target, 1 << 30):
                costs[target] = costs[node] + price
                waiting.append(target)
    return costs


def of_copies(graph: Graph, trace: list[str], found: Alignment) -> None:
    """The moves spell the trace, and what the graph does of them is a run that may end."""
    core = CoreCopied(graph, room=40)
    state = core.start
    assert [move.activity for move in found.moves if move.kind is not Kind.MODEL] == trace
    for move in found.moves:
        if move.kind is not Kind.SKIP:
            after = core.step(state, core.index[move.event])
            assert after is not None
            state = after
            assert move.kind is Kind.MODEL or own_id(move.event) == move.activity
    assert core.accepting(state)


def visits() -> Graph:
    """Each visit is planned once, and its plan is owed."""
    events = (Event("ask", "ask"), Event("v", "v", type=TEMPLATE), Event("p", "plan", parent="v"))
    return Graph(
        "g", "1", "G", events=events,
        relations=(Relation(Rule.SPAWN, "ask", "v"), Relation(Rule.EXCLUDE, "p", "p")),
        initial=Initial(pending={"p": None}, included=frozenset({"ask", "v", "p"})),
    )  # fmt: skip


def test_every_visit_wants_its_plan() -> None:
    found = Aligner(visits()).align(["ask", "ask", "plan", "ask", "plan"])
    assert (found.cost, found.proven, found.cramped) == (1, True, False)
    events = [move.event for move in found.moves]
    assert {"v#1.p", "v#2.p"} < {*events} and len(events) == 6 - (events.count("") > 0)


def test_a_trace_that_needs_many_copies_gets_room_for_them() -> None:
    found = Aligner(visits()).align(["ask"] * 7 + ["plan"] * 8)
    assert (found.cost, found.proven) == (1, True)


def test_what_there_was_no_room_for_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(align, "ROOMS", (1,))
    found = Aligner(visits()).align(["ask", "ask", "plan", "plan"])
    assert (found.cost, found.bound, found.cramped) == (2, 0, True)
