"""Two graphs have the same runs, or a shortest run shows that they do not, or nothing is known."""

import doctest
import random

import pytest

from faelled.lib.dcr.core import Core
from faelled.lib.dcr.discovery import graphs, proof
from faelled.lib.dcr.discovery.proof import Compared, compare
from faelled.lib.dcr.graph import Graph, Kind, Relation
from faelled.lib.dcr.tests.making import made, rule

KINDS = (Kind.CONDITION, Kind.RESPONSE, Kind.INCLUDE, Kind.EXCLUDE, Kind.MILESTONE)


def drawn(draw: random.Random) -> tuple[Graph, Graph]:
    """A graph, and it without one of its rules."""
    rules = [
        Relation(draw.choice(KINDS), draw.choice("abc"), draw.choice("abc"))
        for _ in range(draw.randint(1, 6))
    ]
    out = "c" if draw.random() < 0.3 else ""
    fewer = [rule for at, rule in enumerate(rules) if at != draw.randrange(len(rules))]
    return made("a b c", *rules, out=out), made("a b c", *fewer, out=out)


def differ_after(one: Graph, other: Graph, most: int) -> int | None:
    """The length of a shortest run to a difference, by trying all; nothing is left out of a
    state."""
    sides = [Core.of(graph) for graph in (one, other)]
    starts = [
        (0, 0, sum(map(side.bit, graph.initial.included)))
        for side, graph in zip(sides, (one, other), strict=True)
    ]
    layer = {(starts[0], starts[1])}
    for length in range(most):
        onward = set()
        for first, second in layer:
            enabled = sides[0].enabled(first)
            if enabled != sides[1].enabled(second):
                return length
            if sides[0].accepting(first) is not sides[1].accepting(second):
                return length
            for at in enabled:
                after, then = sides[0].step(first, at), sides[1].step(second, at)
                assert after is not None and then is not None
                onward.add((after, then))
        layer = onward
    return None


@pytest.mark.parametrize("seed", range(3))
def test_trying_all_runs_says_the_same(seed: int) -> None:
    draw, same = random.Random(seed), 0
    for _ in range(150):
        one, other = drawn(draw)
        found, length = compare(one, other), differ_after(one, other, 8)
        assert found.same is (length is None)
        assert length is None or len(found.run) == length
        same += found.same is True
    assert 0 < same < 150


def test_the_difference_is_named() -> None:
    free, bound = made("a b"), made("a b", rule("a exclude b"), rule("a response a"))
    assert compare(bound, free) == Compared(False, 2, ("a",), ("b",), ())
    assert compare(free, bound) == Compared(False, 2, ("a",), (), ("b",))
    owing = made("a b", rule("b response a"))
    found = compare(free, owing)
    assert found == Compared(False, found.pairs, ("b",))


def test_a_bound_proves_nothing() -> None:
    chain = made("a b c", rule("a condition b"), rule("b condition c"))
    assert compare(chain, chain, most=2).same is None
    assert compare(chain, chain).same is True


@pytest.mark.parametrize("module", [graphs, proof])
def test_the_examples_in_the_docstrings_are_true(module: object) -> None:
    tried = doctest.testmod(module)  # type: ignore[arg-type]
    assert (tried.failed, tried.attempted > 0) == (0, True)
