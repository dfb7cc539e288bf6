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


XML = """<?xml version="1.0" encoding="utf-8"?>
<log>
<object-types><object-type name="Order"><attributes/></object-type></object-types>
<objects>
<object id="o1" type="Order"><attributes>
<attribute name="price" time="2026-01-01T00:00:00Z">10</attribute>
<attribute name="price" time="2026-01-05T00:00:00Z">12</attribute></attributes>
<objects><relationship object-id="p1" qualifier="holds"/></objects></object>
<object id="o2" type="Order"/><object id="p1" type="Parcel"/>
</objects>
<events>
<event id="e3" type="Send" time="2026-01-03T08:00:00Z"><objects>
<relationship object-id="p1" qualifier="of"/><object object-id="o1" qualifier="of"/>
<relobj object-id="o2"/><relationship object-id="o1"/></objects></event>
<event id="e1" type="Order" time="2026-01-01T08:00:00Z"><attributes>
<attribute name="cost">3</attribute><attribute name="org:resource">Anna</attribute></attributes>
<objects><relationship object-id="o1"/></objects></event>
<event id="e2" type="Order" time="2026-01-02T08:00:00Z">
<objects><relationship object-id="o2"/></objects></event>
<event id="e4" type="Sweep the floor" time="2026-01-04T08:00:00Z"/>
</events></log>"""


def load_xml(text: str) -> EventLog:
    file = BytesIO(text.encode())
    return load_log(file, "l.xmlocel", object_type="Order", attributes=["cost"])


def test_the_same_log_in_xml_is_the_same() -> None:
    found, told = load_xml(XML), load(LOG, "Order")
    assert found.cases.rows() == told.cases.rows()
    assert found.events.equals(told.events) and found.activities == told.activities
    spaced = XML.replace("<log>", '<log xmlns="http://ocel-standard.org/2.0">')
    assert load_xml(spaced).cases.rows() == told.cases.rows()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<log><objects>", "Linje 1: loggen er ikke gyldig XML"),
        ("<graph/>", "begynder ikke med <log>"),
        ("<log/>", "Der er: ingen"),
        ('<!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>', "ikke gyldig XML"),
        (XML.replace('id="o1" ', ""), r"objects\[0\]: id skal"),
        (XML.replace(' time="2026-01-03T08:00:00Z"', ""), r"events\[0\]: time skal"),
        (XML.replace("2026-01-03T08", "i morgen"), "ikke et tidspunkt"),
    ],
)
def test_what_is_no_such_log_in_xml_says_why(text: str, says: str) -> None:
    with pytest.raises(LogError, match=says):
        load_xml(text)
