"""The arithmetic of the chain: one text for one value, and no two rows with the same digest."""

from dataclasses import replace
from datetime import timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from faelled.base.audit import chain
from faelled.base.audit.chain import Json, Link
from faelled.base.audit.tests.writing import NOW

LINK = Link("case:1", 1, NOW, "decide", 1, "anna", "", 7, "case-work", "[]", "{}")
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), VALUES))
def test_the_order_of_keys_does_not_matter(value: dict[str, Json]) -> None:
    backwards = dict(reversed(value.items()))
    assert chain.canonical(value) == chain.canonical(backwards)


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_parts_never_slide_into_one_another(one: list[str], other: list[str]) -> None:
    assert (chain.mac("key", *one) == chain.mac("key", *other)) == (one == other)


def test_the_time_zone_a_moment_is_written_in_does_not_matter() -> None:
    copenhagen = replace(LINK, at=NOW.astimezone(timezone(timedelta(hours=2))))
    assert chain.digest("key", "", LINK) == chain.digest("key", "", copenhagen)


def test_every_field_is_under_the_digest() -> None:
    changed = [
        replace(LINK, stream="case:2"),
        replace(LINK, seq=2),
        replace(LINK, at=NOW + timedelta(microseconds=1)),
        replace(LINK, action="look"),
        replace(LINK, authority_id=2),
        replace(LINK, actor_id="carla"),
        replace(LINK, on_behalf_of_id="bo"),
        replace(LINK, unit_id=None),
        replace(LINK, purpose="control"),
        replace(LINK, subjects='["person:dorthe"]'),
        replace(LINK, detail='{"a":1}'),
    ]
    digests = {chain.digest("key", "", link) for link in [LINK, *changed]}
    assert len(digests) == len(changed) + 1 == len(Link.__slots__) + 1
