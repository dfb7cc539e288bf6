"""A jurist writes where in the law a rule stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.text.citations import (
    CitationError,
    LawCitation,
    parse_citation,
    parse_citations,
    sort_citations,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("barnets lov § 87, stk. 1, nr. 2", LawCitation("barnets lov", "87", 1, "2")),
        ("retssikkerhedsloven § 11 a", LawCitation("retssikkerhedsloven", "11 a")),
        ("retssikkerhedsloven § 11a, stk. 1", LawCitation("retssikkerhedsloven", "11 a", 1)),
        (
            "retssikkerhedsloven § 3, stk. 2, 1. pkt.",
            LawCitation("retssikkerhedsloven", "3", 2, pkt=1),
        ),
        ("loven § 5, nr. 3 a, litra b", LawCitation("loven", "5", nr="3 a", litra="b")),
        ("forvaltningsloven §\u00a019, stk.\u00a02", LawCitation("forvaltningsloven", "19", 2)),
        (
            "databeskyttelsesforordningen artikel 6, stk. 1, litra e",
            LawCitation("databeskyttelsesforordningen", "6", 1, litra="e", article=True),
        ),
        ("§ 7", LawCitation("", "7")),
    ],
)
def test_a_reference_is_read_in_its_parts(text: str, expected: LawCitation) -> None:
    assert parse_citation(text) == expected


@pytest.mark.parametrize(
    "text", ["", "barnets lov", "barnets lov § ", "barnets lov § 87 og så videre", "§ 3, stk. to"]
)
def test_what_is_no_reference_is_refused_in_danish(text: str) -> None:
    with pytest.raises(CitationError, match="lovhenvisning"):
        parse_citation(text)


def test_several_sections_of_one_act() -> None:
    found = parse_citations("forvaltningsloven §§ 22 og 24, stk. 2")
    assert [str(one) for one in found] == [
        "forvaltningsloven § 22",
        "forvaltningsloven § 24, stk. 2",
    ]
    assert [one.section for one in parse_citations("loven §§ 22-25")] == ["22", "23", "24", "25"]
    assert [one.section for one in parse_citations("loven §§ 11, 11 a og § 12")] == [
        "11",
        "11 a",
        "12",
    ]
    with pytest.raises(CitationError, match="én ad gangen"):
        parse_citation("loven §§ 22-25")
    with pytest.raises(CitationError, match="række"):
        parse_citations("loven §§ 25-22")


def test_references_are_sorted_as_the_act_is_read() -> None:
    texts = [
        "b § 12",
        "b § 11 a",
        "b § 11, stk. 2",
        "b § 11",
        "a § 100",
        "b § 9",
        "b § 11, stk. 2, nr. 1",
    ]
    found = sort_citations(parse_citation(text) for text in [*texts, "b § 9"])
    assert [str(one) for one in found] == [
        "a § 100",
        "b § 9",
        "b § 11",
        "b § 11, stk. 2",
        "b § 11, stk. 2, nr. 1",
        "b § 11 a",
        "b § 12",
    ]


def test_a_section_contains_its_parts_and_not_its_neighbours() -> None:
    section = parse_citation("Barnets lov § 87")
    assert section.contains(parse_citation("barnets lov § 87, stk. 1, nr. 2"))
    assert not section.contains(parse_citation("barnets lov § 88"))
    assert not parse_citation("barnets lov § 87, stk. 2").contains(section)


def test_a_place_has_a_stable_key() -> None:
    assert parse_citation("x § 11 a, stk. 1, nr. 2").key == "P11a-S1-N2"
    assert parse_citation("x artikel 6, stk. 1, litra e").key == "A6-S1-Le"


small = st.one_of(st.none(), st.integers(1, 30))
citations = st.builds(
    LawCitation,
    act=st.sampled_from(["barnets lov", "retssikkerhedsloven", ""]),
    section=st.sampled_from(["1", "11", "11 a", "87"]),
    stk=small,
    nr=st.sampled_from([None, "1", "2 a", "12"]),
    litra=st.sampled_from([None, "a", "e"]),
    pkt=small,
    article=st.booleans(),
)


@given(citations)
def test_a_reference_written_and_read_again_is_the_same(citation: LawCitation) -> None:
    assert parse_citation(citation.format()) == citation


@given(st.text(alphabet="§ 12ab,.stknrpog-–artikel", max_size=40))
def test_no_text_makes_the_reader_crash(text: str) -> None:
    try:
        parse_citations(text)
    except CitationError as error:
        assert str(error)
