"""What lies in content/ is whole: graphs run, letters name what exists, citations can be read."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from faelled.lib.dcr import Field, Graph
from faelled.lib.dcr.formats.modeltest_files import load_tests
from faelled.lib.dcr.formats.native import loads
from faelled.lib.dcr.guards import names, parse
from faelled.lib.dcr.modeltests import legal_engine, run_tests
from faelled.lib.dcr.verification.analysis import check_graph
from faelled.lib.fields import check_fields
from faelled.lib.text.citations import parse_citation
from faelled.lib.text.kle_catalogue import read_catalogue
from faelled.lib.text.lix import lix

CONTENT = Path(__file__).parents[2] / "content"
GRAPHS = sorted(path for path in (CONTENT / "graphs").glob("*.toml") if ".tests." not in path.name)
LETTERS = sorted((CONTENT / "letters").glob("*.toml"))
HEAD = {"id", "version", "language", "source", "licence", "title"}
LETTER_KINDS = {
    "receipt",
    "information",
    "request",
    "consent",
    "hearing",
    "decision",
    "delay",
    "notice",
    "complaint",
    "letter",
}
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
KNOWN = {
    "case.number",
    "case.title",
    "party.name",
    "authority.name",
    "unit.name",
    "handler.name",
    "today",
    "link",
}
# A letter to a citizen is at most "medium"; most are easy. Measured on our own words only.
HARDEST_LETTER = 44


def graph_at(path: Path) -> Graph:
    return loads(path.read_text())


def toml_at(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text())


def names_of(graph: Graph) -> set[str]:
    return {f"{event.id}.{field.id}" for event in graph.events for field in event.fields}


def known_names() -> set[str]:
    return set().union(*(names_of(graph_at(path)) for path in GRAPHS))


def cited(letter: Mapping[str, Any]) -> Iterator[str]:
    yield from letter.get("cites", [])
    for paragraph in letter["paragraphs"]:
        yield from paragraph.get("cites", [])


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: path.stem)
def test_a_shipped_graph_can_be_published(path: Path) -> None:
    graph = graph_at(path)
    assert graph.id == path.stem
    assert all((graph.version, graph.source, graph.licence, graph.summary, graph.case_title))
    # A small bound: the whole search belongs to `faelled graph check`.
    roles = {"citizen", "caseworker", "manager", "system", "board", "proposer", "approver"}
    findings = check_graph(graph, roles, limit=20_000)
    assert [str(one.message) for one in findings if one.level == "error"] == []
    for event in graph.events:
        assert check_fields(event.fields) == [], event.id


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: path.stem)
def test_the_model_tests_beside_a_shipped_graph_hold(path: Path) -> None:
    graph = graph_at(path)
    tests = load_tests(path.with_suffix(".tests.toml").read_text(), graph)
    assert len(tests) >= 5
    failures = run_tests(legal_engine(graph), tests)
    assert [str(failure) for failure in failures] == []


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: path.stem)
def test_every_rule_says_why_and_every_citation_can_be_read(path: Path) -> None:
    graph = graph_at(path)
    for relation in graph.relations:
        assert relation.why.endswith("."), (relation.source, relation.target)
    fields = [field for event in graph.events for field in event.fields]
    found = [owner.cites for owner in graph.events] + [owner.cites for owner in graph.relations]
    for cites in [*found, *(field.cites for field in fields)]:
        for citation in cites:
            assert parse_citation(str(citation)).format() == str(citation)


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: path.stem)
def test_a_graph_names_letters_and_data_that_exist(path: Path) -> None:
    graph = graph_at(path)
    letters = {letter.stem for letter in LETTERS}
    for event in graph.events:
        for effect in event.effects:
            if "template" in effect.options:
                assert effect.options["template"] in letters
            if "of" in effect.options:
                assert effect.options["of"] in graph
            if "from" in effect.options:
                assert effect.options["from"] in names_of(graph)


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: path.stem)
def test_a_graph_has_a_subject_and_a_facet_of_the_demo_plan(path: Path) -> None:
    graph = graph_at(path)
    catalogue = read_catalogue((CONTENT / "catalogues" / "kle-demo.toml").read_text())
    assert catalogue.subjects.current(graph.kle) is not None
    assert catalogue.facets.current(graph.facet) is not None


def test_the_demo_plan_uses_no_number_of_kl() -> None:
    catalogue = read_catalogue((CONTENT / "catalogues" / "kle-demo.toml").read_text())
    assert {row.number[:2] for row in catalogue.subjects.rows} == {"99"}


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_a_letter_names_only_what_exists(path: Path) -> None:
    letter = toml_at(path)
    assert letter.keys() <= HEAD | {"kind", "cites", "paragraphs"}
    assert letter.keys() >= HEAD and letter["id"] == path.stem
    assert letter["kind"] in LETTER_KINDS
    known = KNOWN | known_names()
    texts = [letter["title"], *(paragraph["text"] for paragraph in letter["paragraphs"])]
    for text in texts:
        assert set(PLACEHOLDER.findall(text)) <= known
    for paragraph in letter["paragraphs"]:
        assert paragraph.keys() <= {"heading", "text", "when", "cites"}
        assert names(parse(paragraph.get("when", "true"))) <= known
    for citation in cited(letter):
        assert parse_citation(citation).format() == citation


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_a_letter_is_plain(path: Path) -> None:
    own = "\n\n".join(PLACEHOLDER.sub("", p["text"]) for p in toml_at(path)["paragraphs"])
    measured = lix(own)
    assert measured is None or measured.value <= HARDEST_LETTER, measured


def test_a_refusal_has_reasons_and_complaint_guidance_and_a_full_grant_need_not() -> None:
    letter = toml_at(CONTENT / "letters" / "afgoerelse.toml")
    law = "retssikkerhedsloven § 67, stk. 1"
    guidance = [p for p in letter["paragraphs"] if law in p.get("cites", [])]
    assert [p["when"] for p in guidance] == ["draft_decision.outcome != 'granted'"]
    considerations = next(f for f in draft_fields() if f.id == "considerations")
    assert considerations.required_if == "outcome != 'granted'"


def draft_fields() -> tuple[Field, ...]:
    graph = graph_at(CONTENT / "graphs" / "tabt-arbejdsfortjeneste.toml")
    return graph.event("draft_decision").fields
