"""Whatever is in a file, it becomes a graph or a list of what is wrong: never anything else."""

import doctest
import random
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dcr.formats.dcrjs_out import dumps as dcrjs
from faelled.lib.dcr.formats.native_out import dumps as native
from faelled.lib.dcr.formats.portal_out import dumps as portal
from faelled.lib.dcr.formats.problems import GraphError
from faelled.lib.dcr.formats.read import load_graph
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.tests import drawn
from faelled.lib.dcr.tests.effort import looking_at

SHOWING = (
    "formats.dcrjs",
    "formats.dcrjs_out",
    "formats.losses",
    "formats.native",
    "formats.native_values",
    "formats.portal",
    "formats.portal_out",
    "formats.portal_out_marking",
    "formats.portal_rename",
    "formats.portal_tree",
    "formats.read",
    "formats.tdcr",
    "formats.tdcr.data",
    "formats.tdcr.lexer",
    "formats.typed_text",
    "formats.write",
    "guards.renaming",
)
PIECES = (b"<", b">", b'"', b"'", b"&", b"\x00", b"]]>", b"<!DOCTYPE x>", b"[", b"{", b"=", b"\xff")


@given(st.integers(0, 10**9), st.sampled_from(("portal", "dcrjs", "toml")))
@looking_at(40)
def test_a_file_with_something_wrong_in_it_is_read_or_refused(seed: int, format: str) -> None:
    draw = random.Random(seed)
    graph = drawn.graph(draw)
    whole = {"portal": portal, "dcrjs": dcrjs, "toml": lambda g: native(g).encode()}[format](graph)
    data = _spoiled(whole, draw)
    try:
        assert isinstance(load_graph(data), Graph)
    except GraphError as error:
        assert error.errors
        assert all(problem.message for problem in error.errors)


def _spoiled(data: bytes, draw: random.Random) -> bytes:
    for _ in range(draw.randint(1, 3)):
        at = draw.randrange(len(data))
        match draw.randrange(4):
            case 0:
                data = data[:at] + draw.choice(PIECES) + data[at:]
            case 1:
                data = data[:at] + data[at + draw.randint(1, 40) :]
            case 2:
                other = draw.randrange(len(data))
                data = data[:at] + data[other : other + draw.randint(1, 80)] + data[at:]
            case _:
                data = data[:at]
        data = data or b" "
    return data


TDCR = b"""tmpl one(n: Number = 2, e: A): B { (b: B)[n + 1] ; e -[n > 0]->* b } => b
(a: A)[?: { n: Number }] %!(c: C)[[1, { x: "y" }]] ; one(e = a) => d ; d, a *--> c
a -->> { if @trigger.value.n > 1 { (x: X)[@trigger.value.n] }
  else { foreach i in @range(1, 3) { (y: Y)[i] } } }
"""


@given(st.integers(0, 10**9))
@looking_at(40)
def test_text_with_something_wrong_in_it_is_read_or_refused(seed: int) -> None:
    try:
        assert isinstance(load_graph(_spoiled(TDCR, random.Random(seed))), Graph)
    except GraphError as error:
        assert error.errors


@given(st.binary(max_size=200))
@looking_at(30)
def test_any_bytes_are_answered(data: bytes) -> None:
    try:
        load_graph(data)
    except GraphError as error:
        assert error.errors


@pytest.mark.parametrize("name", SHOWING)
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    tried = doctest.testmod(import_module(f"faelled.lib.dcr.{name}"))
    assert (tried.failed, tried.attempted > 0) == (0, True)
