"""A marking survives storage: everything comes back as it was, and nonsense is refused."""

import json
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dcr.duration import Duration
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.tests.effort import looking_at
from faelled.lib.dcr.values import Value

MOMENTS = st.datetimes(timezones=st.just(UTC))
SCALARS = st.one_of(
    st.none(),
    st.text(),
    st.integers(),
    st.booleans(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    MOMENTS,
    st.builds(Duration, days=st.integers(-999, 999), seconds=st.integers(-99, 9999)),
    st.lists(st.text()).map(tuple),
)
IDS = st.text(max_size=5)
MARKINGS = st.builds(
    Marking,
    st.dictionaries(IDS, MOMENTS),
    st.dictionaries(IDS, st.none() | MOMENTS),
    st.frozensets(IDS),
    st.dictionaries(IDS, st.one_of(SCALARS, st.dictionaries(IDS, SCALARS))),
)


@looking_at(200)
@given(marking=MARKINGS)
def test_nothing_is_lost_on_the_way_through_json(marking: Marking) -> None:
    back = Marking.from_json(json.loads(json.dumps(marking.to_json())))
    assert back == marking
    for event, value in marking.values.items():
        assert type(back.values[event]) is type(value)


def test_types_and_digits_come_back_as_they_were() -> None:
    values: dict[str, Value] = {
        "a": {"sum": Decimal("1.20"), "day": date(2026, 1, 2)},
        "b": True,
        "c": 1,
    }
    back = Marking.from_json(Marking(values=values).to_json())
    assert str(back.values) == str(values)


def test_a_moment_keeps_its_instant_and_loses_its_zone() -> None:
    at = datetime(2026, 6, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    back = Marking.from_json(Marking(executed={"a": at}).to_json())
    assert back.executed["a"] == at
    assert back.executed["a"].utcoffset() == timedelta(0)


def test_a_marking_can_be_pickled() -> None:
    marking = Marking(included=frozenset({"a"}), values={"a": {"x": 1}})
    assert pickle.loads(pickle.dumps(marking)) == marking


@pytest.mark.parametrize(
    "data",
    [
        {"executed": []},
        {"executed": {"a": 3}},
        {"executed": {"a": "yesterday"}},
        {"executed": {"a": "2026-01-01T00:00:00"}},
        {"pending": {"a": False}},
        {"included": "abc"},
        {"included": [1]},
        {"values": {"a": 1.5}},
        {"values": {"a": [1]}},
        {"values": {"a": {"decimal": "x"}}},
        {"values": {"a": {"duration": "x"}}},
        {"values": {"a": {"colour": "red"}}},
        {"values": {"a": {"record": {"b": {"record": {}}}}}},
    ],
)
def test_what_is_no_marking_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Marking.from_json(data)
