"""Few rules, only those the log vouches for, and no case refused."""

import random
from collections import Counter
from collections.abc import Sequence
from io import BytesIO

import pytest

from faelled.lib.dcr.core import Core
from faelled.lib.dcr.discovery.better import discover_better, trusted_rules
from faelled.lib.dcr.discovery.discover import Mode, discover
from faelled.lib.dcr.discovery.graphs import graph_of_relations
from faelled.lib.dcr.discovery.mined import Mined
from faelled.lib.dcr.discovery.nearby import nearby
from faelled.lib.dcr.discovery.rectangles import Rectangle
from faelled.lib.dcr.discovery.tree import LogTooLarge, Tree
from faelled.lib.dcr.formats.native import dumps, loads
from faelled.lib.dcr.graph import Kind
from faelled.lib.dcr.logs import Columns
from faelled.lib.dcr.logs.gathering import Gathering
from faelled.lib.dcr.logs.load import load_log

Trace = Sequence[int]


def a_log(seed: int, cases: int = 300) -> list[tuple[int, ...]]:
    """Applications: asked (0), perhaps twice with 1 between; then either 2 3 or 4 with 5 in any
    order; closed (6). Now and then, 7 at any time."""
    draw = random.Random(seed)
    found = []
    for _ in range(cases):
        middle = draw.choice([[2, 3], [4, 5], [5, 4]])
        trace = [0, *([1, 0] * draw.randrange(3)), *middle, 6]
        if draw.random() < 0.02:
            trace.insert(draw.randrange(len(trace) + 1), 7)
        found.append(tuple(trace))
    return found


def of_traces(traces: Sequence[Trace]) -> tuple[list[tuple[int, ...]], list[int]]:
    counts = Counter(map(tuple, traces))
    return list(counts), list(counts.values())


def as_core(relations: Sequence[Rectangle], size: int) -> Core:
    names = [f"a{at}" for at in range(size)]
    return Core.of(graph_of_relations(relations, names, "L"))


def accepts(core: Core, trace: Trace) -> bool:
    state, done = core.replay((0, 0, (1 << len(core.events)) - 1), trace)
    return done == len(trace) and core.accepting(state)


@pytest.fixture(scope="module")
def found() -> Core:
    return as_core(discover_better(*of_traces(a_log(1)), 8), 8)


@pytest.mark.parametrize(
    ("trace", "good"),
    [
        ((0, 2, 3, 6), True),
        ((0, 1, 0, 1, 0, 5, 4, 6), True),
        ((0, 0, 2, 3, 6), False),  # asked again with nothing between
        ((0, 3, 2, 6), False),
        ((0, 2, 4, 5, 6), False),  # both ways
        ((0, 2, 3), False),  # never closed
        ((0, 6), False),  # nothing done
        ((0, 4, 6), False),  # half of it done
        ((2, 3, 6), False),
        ((0, 2, 3, 6, 6), False),
        ((0, 2, 3, 6, 0), False),
    ],
)
def test_what_the_process_allows_and_forbids(found: Core, trace: Trace, good: bool) -> None:
    assert accepts(found, trace) is good


def test_new_cases_of_the_same_process_are_accepted(found: Core) -> None:
    refused = [trace for trace in a_log(2, 400) if 7 not in trace and not accepts(found, trace)]
    assert refused == []


def test_it_takes_fewer_relations_than_all_that_hold(found: Core) -> None:
    traces, counts = of_traces(a_log(1))
    few, every = discover_better(traces, counts, 8), trusted_rules(traces, counts, 8)
    assert len(few) <= every.count / 3


def with_extras(seed: int, cases: int) -> list[tuple[int, ...]]:
    """Begun (0) and ended (1), with six extras, each seldom and in no order."""
    draw = random.Random(seed)
    found = []
    for _ in range(cases):
        extras = [at for at in range(2, 8) if draw.random() < 0.06]
        draw.shuffle(extras)
        found.append((0, *extras, 1))
    return found


def test_what_was_too_rare_to_meet_by_chance_is_not_forbidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rules that hold of a log by chance refuse new cases; those that are trusted, far fewer."""
    traces, counts = of_traces(with_extras(2, 400))
    fresh = with_extras(52, 1_000)
    trusted = trusted_rules(traces, counts, 8)
    monkeypatch.setattr("faelled.lib.dcr.discovery.trust.RISK", 1.0)
    every = trusted_rules(traces, counts, 8)
    refused = [sum(not rules.accepts(trace) for trace in fresh) for rules in (trusted, every)]
    assert refused[0] == 0 and refused[1] > 20
    assert not trusted.accepts((1, 0)) and not trusted.accepts((0, 2))


def _step_said(rules: Mined, core: Core, trace: Trace) -> list[tuple[bool, bool]]:
    """For the first steps that all rules allow and the next: what all say, and what few say."""
    said = []
    for end in range(len(trace) + 1):
        part = trace[:end]
        executed, included, allowed = 0, (1 << rules.size) - 1, True
        for at in part:
            allowed = bool(included >> at & 1) and not included & rules.conditions[at] & ~executed
            if not allowed:
                break
            executed |= 1 << at
            included = included & ~rules.excludes[at] | rules.includes[at]
        said.append((allowed, core.replay((0, 0, (1 << rules.size) - 1), part)[1] == len(part)))
        if not allowed:
            break
    return said


def test_the_few_decide_as_all_do_around_the_log() -> None:
    traces, counts = of_traces(a_log(3))
    rules = trusted_rules(traces, counts, 8)
    core = as_core(discover_better(traces, counts, 8), 8)
    for trace in nearby(traces, 8, most=1_500):
        assert all(every is few for every, few in _step_said(rules, core, trace)), trace
        assert rules.accepts(trace) is accepts(core, trace), trace


@pytest.mark.parametrize("seed", range(25))
def test_every_trace_is_accepted_of_any_log(seed: int) -> None:
    draw = random.Random(seed)
    size = draw.randrange(1, 6)
    traces, counts = of_traces(
        [
            [draw.randrange(size) for _ in range(draw.randrange(6))]
            for _ in range(draw.randrange(12))
        ]
    )
    core = as_core(discover_better(traces, counts, size), size)
    assert all(accepts(core, trace) for trace in traces)


def test_groups_nest_and_stand_for_their_pairs() -> None:
    either, inner = frozenset({0, 1, 2}), frozenset({0, 1})
    rules = [
        Rectangle(Kind.EXCLUDE, either, either),
        Rectangle(Kind.CONDITION, frozenset({3}), inner),
    ]
    graph = graph_of_relations(rules, ["a", "b", "gruppe-1", ""], "L")
    assert [(group.id, group.parent) for group in graph.groups] == [
        ("gruppe--1", None),
        ("gruppe--2", "gruppe--1"),
    ]
    assert [event.parent for event in graph.events] == ["gruppe--2", "gruppe--2", "gruppe--1", None]
    core = Core.of(graph)
    assert core.masks[0][5] == ~0b111
    assert core.masks[1][1] == 0b1000 and core.masks[2][1] == 0


def test_a_log_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faelled.lib.dcr.discovery.tree.MOST_CELLS", 10)
    with pytest.raises(LogTooLarge, match="for mange"):
        Tree([(0, 1, 2), (2, 1, 0)], 3)


def test_a_log_of_too_many_activities_is_refused() -> None:
    rows = "".join(f"1,step {number}\n" for number in range(201))
    log = load_log(BytesIO(f"c,a\n{rows}".encode()), "l.csv", columns=Columns("c", "a"))
    with pytest.raises(LogTooLarge, match="201 forskellige aktiviteter"):
        discover(log, Mode.BETTER, "L")


NAMES = ['a"b', "x, y", "-->*", "a -->% b", "new\nline", "", "gruppe-1", "æ & <b>", "  sp", "end\\"]


@pytest.mark.parametrize("mode", Mode)
def test_activities_may_be_called_anything(mode: Mode) -> None:
    gathering = Gathering()
    for case in range(60):
        gathering.case(f"{case}", {})
        names = NAMES if case % 2 else NAMES[::3]
        gathering.events(case, [[name, None, None, None, None] for name in names])
    graph = discover(gathering.log(), mode, "L")
    assert graph.relations and loads(dumps(graph)) == graph
