"""What is mined can be ended from everywhere, or says where not; no case of the log is lost."""

import doctest
import random
from collections.abc import Iterator, Sequence

import pytest

from faelled.lib.dcr.core import Core, State
from faelled.lib.dcr.discovery import endings
from faelled.lib.dcr.discovery.endings import DeadEnd, Log, dead_end, without, without_dead_ends
from faelled.lib.dcr.discovery.graphs import graph_of_relations
from faelled.lib.dcr.discovery.rectangles import Pair, Rectangle
from faelled.lib.dcr.graph import Kind

NAMES = "abcdef"
GROUPS = [frozenset(part) for part in ({0, 1, 2, 3}, {0, 1}, {2, 3}, {4, 5})]
ENDS = [*GROUPS, *(frozenset({at}) for at in range(len(NAMES)))]
KINDS = [Kind.CONDITION, Kind.CONDITION, Kind.RESPONSE, Kind.RESPONSE, Kind.EXCLUDE, Kind.INCLUDE]


def drawn(draw: random.Random) -> list[Rectangle]:
    return [
        Rectangle(draw.choice(KINDS), draw.choice(ENDS), draw.choice(ENDS))
        for _ in range(draw.randint(4, 10))
    ]


def core_of(relations: Sequence[Rectangle]) -> Core:
    return Core.of(graph_of_relations(relations, NAMES, "L"))


def start_of(core: Core) -> State:
    return 0, 0, (1 << len(core.events)) - 1


def steps(core: Core, state: State) -> Iterator[State]:
    for at in core.enabled(state):
        after = core.step(state, at)
        assert after is not None
        yield after


def first_dead_end(relations: Sequence[Rectangle]) -> int | None:
    """The length of a shortest run to one, with nothing left out of a state: by the definition."""
    core = core_of(relations)
    depth = {start_of(core): 0}
    before: dict[State, set[State]] = {}
    waiting = [start_of(core)]
    for here in waiting:
        for after in steps(core, here):
            before.setdefault(after, set()).add(here)
            if after not in depth:
                depth[after] = depth[here] + 1
                waiting.append(after)
    good = [state for state in depth if core.accepting(state)]
    ending = set(good)
    while good:
        new = before.get(good.pop(), set()) - ending
        ending |= new
        good += new
    return min((depth[state] for state in depth if state not in ending), default=None)


def a_walk(core: Core, draw: random.Random) -> list[int] | None:
    """A run that the graph accepts, if this walk came to one."""
    state, walk = start_of(core), list[int]()
    for _ in range(12):
        can = core.enabled(state)
        if not can or (core.accepting(state) and draw.random() < 0.2):
            break
        walk.append(draw.choice(can))
        after = core.step(state, walk[-1])
        assert after is not None
        state = after
    return walk if core.accepting(state) else None


def accepts(core: Core, walk: Sequence[int]) -> bool:
    state, done = core.replay(start_of(core), walk)
    return done == len(walk) and core.accepting(state)


@pytest.mark.parametrize("seed", range(3))
def test_of_drawn_rules_so_few_are_taken_out_that_none_could_stay(seed: int) -> None:
    draw, mended = random.Random(seed), 0
    for _ in range(40):
        rules = drawn(draw)
        before = core_of(rules)
        walks = [walk for _ in range(20) if (walk := a_walk(before, draw)) is not None]
        log = Log(walks, [1] * len(walks), NAMES)
        assert first_dead_end(rules) == _length(rules)
        found = without_dead_ends(rules, log)
        assert first_dead_end(found.relations) is None and found.searched.dead_end is None
        assert all(accepts(core_of(found.relations), walk) for walk in walks)
        out = [
            (one.kind, NAMES.index(one.source), NAMES.index(one.target)) for one in found.dropped
        ]
        assert pairs(rules) - pairs(found.relations) == set(out)
        assert {one.kind for one in found.dropped} <= {Kind.CONDITION, Kind.RESPONSE}
        mended += bool(out)
        for back in out:
            others = [pair for pair in out if pair != back]
            assert first_dead_end(without(rules, others)) is not None, (rules, back)
    assert 5 < mended < 40


def _length(rules: Sequence[Rectangle]) -> int | None:
    found = dead_end(graph_of_relations(rules, NAMES, "L")).dead_end
    return None if found is None else len(found.run)


def pairs(rules: Sequence[Rectangle]) -> set[Pair]:
    return {pair for rule in rules for pair in rule.pairs()}


def single(kind: Kind, source: int, target: int) -> Rectangle:
    return Rectangle(kind, frozenset({source}), frozenset({target}))


# a owes c, which waits for b; b and e wait for each other until f puts e out, which a hinders.
STUCK = [
    single(Kind.RESPONSE, 0, 2),
    single(Kind.CONDITION, 1, 2),
    single(Kind.CONDITION, 4, 1),
    single(Kind.CONDITION, 1, 4),
    single(Kind.EXCLUDE, 5, 4),
    single(Kind.EXCLUDE, 0, 5),
]


def test_the_rule_that_the_fewest_cases_speak_for_goes() -> None:
    traces = [(5, 1, 0, 2), (5, 1), (5,), (3, 5, 1, 0, 2)]
    assert all(accepts(core_of(STUCK), trace) for trace in traces)
    found = without_dead_ends(STUCK, Log(traces, [1, 9, 5, 2], NAMES), most=1_000)
    (one,) = found.dropped
    assert (one.kind, one.source, one.target, one.asked) == (Kind.CONDITION, "b", "e", 0)
    assert one.met == DeadEnd(("a",), ("c",))
    assert found.searched.dead_end is None and found.searched.complete


def test_a_bound_is_told() -> None:
    log = Log([()], [1], NAMES)
    left = without_dead_ends(STUCK, log, most_dropped=0)
    assert left.relations == STUCK and left.dropped == ()
    assert isinstance(left.searched.dead_end, DeadEnd)
    few = dead_end(graph_of_relations(STUCK, NAMES, "L"), most=2)
    assert (few.dead_end, few.complete) == (None, False)


def test_the_examples_in_the_docstrings_are_true() -> None:
    tried = doctest.testmod(endings)
    assert (tried.failed, tried.attempted > 0) == (0, True)
