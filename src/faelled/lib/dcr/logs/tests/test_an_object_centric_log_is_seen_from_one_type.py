"""OCEL 2.0: orders and parcels in one log, and the cases are those that one asks for."""

import json
from io import BytesIO
from typing import Any

import pytest

from faelled.lib.dcr.logs import LogError
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.load import load_log


def event(id: str, type: str, day: int, *objects: str, **attributes: Any) -> dict[str, Any]:
    return {
        "id": id, "type": type, "time": f"2026-01-{day:02d}T08:00:00Z",
        "attributes": [{"name": name, "value": value} for name, value in attributes.items()],
        "relationships": [{"objectId": one, "qualifier": "of"} for one in objects],
    }  # fmt: skip


LOG: dict[str, Any] = {
    "objectTypes": [{"name": "Order", "attributes": []}, {"name": "Parcel", "attributes": []}],
    "eventTypes": [],
    "objects": [
        {"id": "o1", "type": "Order", "attributes": [
            {"name": "price", "time": "2026-01-01T00:00:00Z", "value": 10},
            {"name": "price", "time": "2026-01-05T00:00:00Z", "value": 12},
        ]},
        {"id": "o2", "type": "Order"},
        {"id": "p1", "type": "Parcel"},
    ],
    "events": [
        event("e3", "Send", 3, "p1", "o1", "o2", "o1"),
        event("e1", "Order", 1, "o1", cost=3, **{"org:resource": "Anna"}),
        event("e2", "Order", 2, "o2"),
        event("e4", "Sweep the floor", 4),
    ],
}  # fmt: skip


def load(told: object, object_type: str = "") -> EventLog:
    data = told if isinstance(told, bytes) else json.dumps(told).encode()
    return load_log(BytesIO(data), "l.jsonocel", object_type=object_type, attributes=["cost"])


def test_each_order_is_a_case_and_a_shared_event_is_in_both() -> None:
    log = load(LOG, "Order")
    assert log.cases.rows() == [("o1", "10"), ("o2", None)]
    assert [log.names(trace) for trace in log.traces()] == [["Order", "Send"]] * 2
    assert log.events["resource"].to_list() == ["Anna", None, None, None]
    assert log.events["cost"].to_list() == ["3", None, None, None]
    assert [at.day for at in log.events["at"]] == [1, 3, 2, 3]


def test_the_parcels_are_other_cases_of_the_same_log() -> None:
    log = load(LOG, "Parcel")
    assert (log.cases["id"].to_list(), log.activities) == (["p1"], ("Send",))


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (LOG, "Vælg, hvilken slags objekter der er sager. Der er: »Order«, »Parcel«"),
        (b"{", "ikke gyldig JSON"),
        (b"[" * 100_000, "ikke gyldig JSON"),
        ([], "ikke en OCEL-log"),
        ({"objects": []}, "Der er: ingen"),
        ({"objects": [{"id": 1, "type": "O"}], "events": []}, r"objects\[0\]: id"),
        ({"objects": [{"id": "a", "type": "O"}]}, "events skal være en liste"),
        ({"objects": [{"id": "a", "type": "O"}], "events": [{}]}, r"events\[0\]: time"),
        ({"objects": [{"id": "a", "type": "O"}], "events": [event("e", "A", 1) | {"time": "now"}]},
         "ikke et tidspunkt"),
        ({"objects": [{"id": "a", "type": "O"}], "events": [event("e", "A", 1) | {"type": None}]},
         "»e«: type"),
    ],
)  # fmt: skip
def test_what_is_no_such_log_says_why(told: object, says: str) -> None:
    with pytest.raises(LogError, match=says):
        load(told)


def test_a_type_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(LogError, match=r"af typen »Bil«\. Der er: »Order«"):
        load(LOG, "Bil")
