"""`apply -->* decide`: one line per rule, several ends by comma, strange ids in quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dcr import Kind
from faelled.lib.dcr.arrows import ARROWS, Arrow, ArrowError, parse_arrow, write_arrow


@pytest.mark.parametrize(("arrow", "kind"), ARROWS.items())
def test_every_arrow_is_read(arrow: str, kind: Kind) -> None:
    assert parse_arrow(f"  a   {arrow} b ") == Arrow(kind, ("a",), ("b",))


def test_spaces_around_an_arrow_of_signs_may_be_left_out() -> None:
    assert parse_arrow("a-->*b") == Arrow(Kind.CONDITION, ("a",), ("b",))


def test_several_sources_and_targets_stand_by_comma() -> None:
    found = parse_arrow("a, b -->* c,d , e")
    assert (found.sources, found.targets) == (("a", "b"), ("c", "d", "e"))


def test_ids_with_spaces_arrows_and_quotes_stand_in_quotes() -> None:
    found = parse_arrow(r'"Fill out" *--> "a -->* b", "say \"no\""')
    assert found == Arrow(Kind.RESPONSE, ("Fill out",), ("a -->* b", 'say "no"'))


def test_danish_letters_and_dotted_ids_need_no_quotes() -> None:
    assert parse_arrow("høring --><> sag.afgør").targets == ("sag.afgør",)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "mangler en pil"),
        ("a b", "kan ikke læses ved »b«"),
        ("a -->*", "mangler et trin"),
        ("-->* a", "kan ikke læses ved »-->*«"),
        ("a, -->* b", "kan ikke læses ved »-->*«"),
        ("a -->* b,", "mangler et trin"),
        ("a -->* b -->* c", "kan ikke læses ved »-->*«"),
        ("a => b", "kan ikke læses fra »=> b«"),
        ("a --> b", "kan ikke læses fra »--> b«"),
        ('a -->* "b', 'kan ikke læses fra »"b«'),
    ],
)
def test_a_line_that_is_no_rule_says_where_it_stops(line: str, says: str) -> None:
    with pytest.raises(ArrowError) as caught:
        parse_arrow(line)
    assert says in str(caught.value)


@given(
    st.sampled_from(list(Kind)),
    st.text(min_size=1).filter(str.strip),
    st.text(min_size=1).filter(str.strip),
)
def test_what_is_written_is_read_back(kind: Kind, source: str, target: str) -> None:
    line = write_arrow(kind, source, target)
    assert parse_arrow(line) == Arrow(kind, (source,), (target,))
