"""Three lines, made of the graph's words and the case's data, and of nothing else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from faelled.apps.decisions.summary import Line, answers, headline, shortened, summary
from faelled.apps.decisions.tests.matter import GRAPH, SHIPPED
from faelled.casework.cases.answers import scope_of
from faelled.lib.dcr import Graph, Marking, Value
from faelled.lib.dcr.formats.read import load_graph
from faelled.lib.dcr.values import Scalar
from tests.cast import NOW

GRANTED: dict[str, Scalar] = {
    "outcome": "granted",
    "hours": 12,
    "amount": Decimal("4250.50"),
    "reasons": "Emil har brug for hjælp.",
}


@pytest.fixture
def graph() -> Graph:
    return load_graph(GRAPH.read_bytes())


def read(graph: Graph, value: Value, draft: str = "draft") -> tuple[Line, ...]:
    marking = Marking({}, {}, frozenset(), {} if value is None else {draft: value})
    decision, approval = graph.event(draft), graph.event("approve")
    return summary(graph, decision, value, approval, scope_of(marking), now=NOW)


def lines(graph: Graph, value: Value, draft: str = "draft") -> list[tuple[str, str]]:
    return [(line.label, line.text) for line in read(graph, value, draft)]


def test_what_is_decided_what_it_is_about_and_what_the_citizen_can_do_by_when(
    graph: Graph,
) -> None:
    assert lines(graph, GRANTED) == [
        ("Afgørelse", "Bevilget"),
        ("Det gælder", "Timer om ugen: 12 · Beløb om måneden: 4.250,50 kr."),
        ("Borgerens næste skridt", "Klag over afgørelsen inden 4 uger"),
    ]


def test_the_third_line_cites_the_rule_that_sets_the_time(graph: Graph) -> None:
    last = read(graph, GRANTED)[-1]
    assert [str(cite) for cite in last.cites] == ["retssikkerhedsloven § 67, stk. 1"]


def test_what_was_not_filled_in_is_not_in_the_lines(graph: Graph) -> None:
    refused: dict[str, Scalar] = {"outcome": "refused", "reasons": "Nej."}
    assert [text for _label, text in lines(graph, refused)] == [
        "Afslag",
        "Klag over afgørelsen inden 4 uger",
    ]


def test_without_a_draft_only_the_graph_s_own_line_is_left(graph: Graph) -> None:
    assert len(lines(graph, None)) == 1


def test_the_headline_of_the_list_is_the_same_words(graph: Graph) -> None:
    words = headline(graph.event("draft"), GRANTED)
    assert words == "Bevilget · Timer om ugen: 12 · Beløb om måneden: 4.250,50 kr."


def test_the_whole_text_is_there_to_read_in_the_form_s_order(graph: Graph) -> None:
    told = [(one.label, one.long) for one in answers(graph.event("draft"), GRANTED)]
    assert told == [
        ("Afgørelse", False),
        ("Timer om ugen", False),
        ("Beløb om måneden", False),
        ("Begrundelse", True),
    ]


def test_a_long_reason_is_cut_at_a_sentence_and_never_in_a_word() -> None:
    reason = "Emil har brug for hjælp hver dag. " * 20
    short = shortened(reason)
    assert len(short) <= 162
    assert short.endswith("dag. …")
    assert shortened("ord " * 100).endswith("ord …")
    assert shortened("Kort.") == "Kort."


def test_a_rule_with_a_guard_counts_only_when_it_holds(graph: Graph) -> None:
    guarded = tuple(
        replace(rule, guard="draft.outcome == 'refused'") if rule.source == "send" else rule
        for rule in graph.relations
    )
    graph = replace(graph, relations=guarded)
    assert len(lines(graph, GRANTED)) == 2
    assert len(lines(graph, {"outcome": "refused", "reasons": "Nej."})) == 2


def test_a_letter_without_guidance_tells_of_no_complaint() -> None:
    graph = load_graph(SHIPPED.read_bytes())
    granted: dict[str, Scalar] = {"outcome": "granted", "hours": Decimal(12)}
    last = read(graph, granted, "draft_decision")[-1]
    assert (last.label, last.text) == ("Klage", "Brevet har ingen klagevejledning")
    assert [str(cite) for cite in last.cites] == ["forvaltningsloven § 25, stk. 1"]


def test_the_shipped_graph_gives_three_lines_too() -> None:
    graph = load_graph(SHIPPED.read_bytes())
    value: dict[str, Scalar] = {
        "outcome": "partly",
        "hours": Decimal("12.5"),
        "amount": Decimal("9800"),
        "period_from": date(2026, 6, 1),
        "considerations": "Pasningen er nødvendig halvdelen af ugen.",
    }
    found = lines(graph, value, "draft_decision")
    assert len(found) == 3
    assert found[0][1].startswith("Delvist bevilget · ")
    assert "9.800,00 kr." in found[0][1]
    assert found[1][1] == "Pasningen er nødvendig halvdelen af ugen."
    assert found[2][1] == "Klag over afgørelsen inden 4 uger · Bed om at få sagen genoptaget"
