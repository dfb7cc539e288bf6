"""Files that are too much, or broken in every way there is: a graph or a Danish refusal, soon."""

import doctest
import random
from collections.abc import Callable, Mapping
from types import ModuleType

import pytest

from faelled.lib.dcr.formats import toml_mistakes
from faelled.lib.dcr.formats.bounds import MOST_PARTS
from faelled.lib.dcr.formats.dcrjs_out import dumps as dcrjs
from faelled.lib.dcr.formats.native_out import dumps as native
from faelled.lib.dcr.formats.portal_out import dumps as portal
from faelled.lib.dcr.formats.problems import GraphError
from faelled.lib.dcr.formats.read import load_graph
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.tests import drawn_inside
from faelled.lib.text import xml_mistakes

HEAD = 'id = "g"\nversion = "1"\ntitle = "T"\n'
TDCR = b"""tmpl one(n: Number = 2, e: A): B { (b: B)[n + 1] ; e -[n > 0]->* b } => b
(a: A)[?: { n: Number }] %!(c: C)[[1, { x: "y" }]] ; one(e = a) => d ; d, a *--> c
a -->> { if @trigger.value.n > 1 { (x: X)[@trigger.value.n] } }
"""
WRITTEN: Mapping[str, Callable[[Graph], bytes]] = {
    "toml": lambda graph: native(graph).encode(),
    "portal": portal,
    "dcrjs": dcrjs,
    "tdcr": lambda graph: TDCR,
}
ENGLISH = ("expected", "invalid", "unexpected", "not ", "the ", "line ", "tag ", "error", "found ")


def answer(data: bytes) -> list[str]:
    """What is said against a file; nothing where it is a graph."""
    try:
        assert isinstance(load_graph(data), Graph)
    except GraphError as error:
        assert error.errors
        return [str(problem) for problem in error.errors]
    return []


def events(count: int) -> str:
    return HEAD + "".join(f'[[events]]\nid = "e{n}"\nlabel = "E"\n' for n in range(count))


def xml(count: int) -> bytes:
    inside = "".join(f'<event id="e{n}"/>' for n in range(count))
    return (
        "<dcrgraph><specification><resources><events>"
        f"{inside}</events></resources></specification></dcrgraph>"
    ).encode()


def flipped(data: bytes, draw: random.Random) -> bytes:
    ruined = bytearray(data)
    for _ in range(draw.randint(1, 6)):
        ruined[draw.randrange(len(ruined))] ^= 1 << draw.randrange(8)
    return bytes(ruined)


def doubled(data: bytes, draw: random.Random) -> bytes:
    """A stretch of lines said twice: ids that are there twice, tables that begin twice."""
    lines = data.splitlines(keepends=True)
    at = draw.randrange(len(lines))
    return b"".join([*lines, *lines[at : at + draw.randint(1, 8)]])


RUINS: Mapping[str, Callable[[bytes, random.Random], bytes]] = {
    "cut short": lambda data, draw: data[: draw.randrange(len(data))],
    "bits turned": flipped,
    "said twice": doubled,
    "UTF-16": lambda data, draw: data.decode().encode("utf-16"),
    "UTF-16 without a mark": lambda data, draw: data.decode().encode("utf-16-le"),
    "a mark before": lambda data, draw: b"\xef\xbb\xbf" + data,
    "two marks before": lambda data, draw: b"\xef\xbb\xbf" * 2 + data,
    "latin-1": lambda data, draw: data + "æøå".encode("latin-1"),
    "a huge word": lambda data, draw: data.replace(b"e1", b"e" * 100_000),
    "zeros": lambda data, draw: data + bytes(50),
}


@pytest.mark.parametrize("format", WRITTEN)
@pytest.mark.parametrize("ruin", RUINS)
def test_a_ruined_file_is_a_graph_or_a_danish_refusal(format: str, ruin: str) -> None:
    for seed in range(6):
        draw = random.Random(seed)
        whole = WRITTEN[format](drawn_inside.graph(draw))
        for said in answer(RUINS[ruin](whole, draw)):
            assert not any(word in said.lower() for word in ENGLISH), said


GIANTS: Mapping[str, tuple[bytes, str]] = {
    "steps": (events(MOST_PARTS + 1).encode(), "højst 5000"),
    "steps in XML": (xml(MOST_PARTS + 1), "højst 5000"),
    "rules in one line": (
        (
            events(300)
            + f'[[relations]]\nis = "{",".join(f"e{n}" for n in range(300))} -->* '
            + f'{",".join(f"e{n}" for n in range(300))}"\n'
        ).encode(),
        "mere end 50000 regler",
    ),
    "text": (b"x" * 3_000_000, "for stor"),
    "XML": (b"<dcrgraph>" + b" " * 10_000_000 + b"</dcrgraph>", "byte"),
    "elements": (b"<dcrgraph>" + b"<e/>" * 160_000 + b"</dcrgraph>", "elementer"),
    "spaces in a text": (
        (HEAD + 'a = [\n"""\n[' + " " * 300_000 + '\n"""]\n').encode(),
        "kendes ikke",
    ),
    "lists in lists": (HEAD.encode() + b"a = " + b"[" * 50_000, "for mange lag"),
    "a sum without end": (b"(a: A)[" + b"1+" * 20_000 + b"1]", "regnetegn"),
    "brackets": (b"(a: A)[" + b"(" * 20_000, "parenteser"),
    "a guard without end": (
        (events(1) + f'[[relations]]\nis = "e0 -->* e0"\nguard = "{"1+" * 5_000}1 > 0"\n').encode(),
        "længere end",
    ),
}


@pytest.mark.parametrize("giant", GIANTS)
def test_what_is_too_much_is_refused_with_its_bound(giant: str) -> None:
    data, bound = GIANTS[giant]
    assert bound in answer(data)[0]


def test_groups_in_one_another_are_read_as_deep_as_they_go() -> None:
    text = HEAD + "".join(
        f'[[groups]]\nid = "g{n}"\nlabel = "G"\nparent = "g{n + 1}"\n' for n in range(500)
    )
    assert answer((text + '[[groups]]\nid = "g500"\nlabel = "G"\n').encode()) == []


@pytest.mark.parametrize("key", ["events", "groups", "relations", "roles", "phases", "variables"])
@pytest.mark.parametrize("value", ["1", '"a"', "[1]", "true", "2026-11-24"])
def test_a_list_that_is_none_is_told(key: str, value: str) -> None:
    assert key in answer(f"{HEAD}{key} = {value}\n".encode())[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<a>\n<b>\n</a>", "linje 3: Filen er ikke gyldig XML: <b> fra linje 2 lukkes af </a>."),
        (
            b"<a>\n&",
            "linje 2: Filen er ikke gyldig XML: Her mangler et navn, eller tegnet & skulle",
        ),
        (b"<a b='1' b='2'/>", "linje 1: Filen er ikke gyldig XML: Egenskaben »b« står to gange."),
        (b"a = 1\na = 2", "linje 2: Linjen er ikke gyldig TOML: nøglen står to gange."),
        (b"[a]\nb = [1\n", "linje 2: Linjen er ikke gyldig TOML: listen mangler et ]."),
        (b'a = "x\n', "linje 1: Linjen er ikke gyldig TOML: her står et tegn"),
    ],
)
def test_what_is_broken_is_said_in_danish_with_its_line(data: bytes, said: str) -> None:
    assert answer(data)[0].startswith(said)


@pytest.mark.parametrize("module", [toml_mistakes, xml_mistakes])
def test_the_examples_are_true(module: ModuleType) -> None:
    tried = doctest.testmod(module)
    assert (tried.failed, tried.attempted > 0) == (0, True)
