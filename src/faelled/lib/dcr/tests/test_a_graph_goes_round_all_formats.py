"""Any drawn graph through each format: it comes back whole, or what is gone is told."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dcr.formats.portal_out import unordered
from faelled.lib.dcr.formats.read import Format, load_graph
from faelled.lib.dcr.formats.write import WRITERS, write_graph
from faelled.lib.dcr.graph import Graph, Role
from faelled.lib.dcr.tests import drawn, drawn_inside
from faelled.lib.dcr.tests.effort import looking_at

SEEDS = st.integers(0, 2**48)


def drawn_graph(seed: int) -> Graph:
    """One that a file of ours may say: its roles are listed, and no time is given in two ways."""
    graph = drawn_inside.graph(random.Random(seed))
    relations = tuple(
        replace(
            rule,
            delay_from=None if rule.delay is not None else rule.delay_from,
            deadline_from=None if rule.deadline is not None else rule.deadline_from,
        )
        for rule in graph.relations
    )
    roles = tuple(Role(role, role) for role in drawn.ROLES)
    return replace(graph, roles=roles, relations=relations)


def headless(graph: Graph) -> Graph:
    """Without what is told of the graph as a whole, or of nothing: where it comes from."""
    return replace(unordered(graph), id="g", version="1", title="T", source="", roles=(), phases=())


@looking_at(25)
@given(seed=SEEDS)
def test_our_own_format_loses_nothing(seed: int) -> None:
    graph = drawn_graph(seed)
    written = write_graph(graph, Format.NATIVE)
    assert written.lost == ()
    assert load_graph(written.data) == graph


@pytest.mark.parametrize("format", [format for format in WRITERS if format is not Format.NATIVE])
@looking_at(25)
@given(seed=SEEDS)
def test_what_is_not_told_as_lost_is_there(format: Format, seed: int) -> None:
    graph = drawn_graph(seed)
    written = write_graph(graph, format)
    again = load_graph(written.data)
    told = [line for line in written.lost if not line.startswith("grafen:")]
    assert (headless(again) == headless(graph)) is (not told), told


@pytest.mark.parametrize("format", WRITERS)
@looking_at(25)
@given(seed=SEEDS)
def test_what_came_through_once_comes_through_again(format: Format, seed: int) -> None:
    once = load_graph(write_graph(drawn_graph(seed), format).data)
    again = write_graph(once, format)
    assert again.lost == ()
    assert unordered(load_graph(again.data)) == unordered(once)
