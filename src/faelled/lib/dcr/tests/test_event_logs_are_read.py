"""Logs of other systems: both formats give the same cases, and broken files say why."""

import gzip
from datetime import datetime
from io import BytesIO

import pytest

from faelled.lib.dcr.logs import Columns, LogError, LogTrace, read_log

XES = """<?xml version="1.0"?>
<log xmlns="http://www.xes-standard.org/">
<global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
<trace><string key="concept:name" value="case-1"/><string key="channel" value="Desk"/>
<event><string key="concept:name" value="Ask"/><string key="org:resource" value="Ann"/>
<string key="org:group" value="EMPTY"/><string key="lifecycle:transition" value="complete"/>
<date key="time:timestamp" value="2011-10-11T13:45:40.276+02:00"/></event>
<event><string key="concept:name" value="Answer"/>
<string key="lifecycle:transition" value="start"/></event>
</trace>
<trace><event><string key="concept:name" value="Ask"/></event></trace>
</log>"""
CSV = """case:concept:name,concept:name,org:resource,time:timestamp,case:channel
a,Ask,Ann,2011-10-11 13:45:40+02:00,Desk
b,Ask,,,
a,Answer,Bob,2011-10-12 08:00:00,Desk
"""


def read(data: bytes, name: str, most: int = 10**7) -> list[LogTrace]:
    return list(read_log(BytesIO(data), name, most=most))


def test_a_xes_log_is_read_case_by_case() -> None:
    first, second = read(XES.encode(), "l.xes")
    assert (first.id, first.attributes["channel"], second.id) == ("case-1", "Desk", "2")
    ask, answer = first.events
    assert (ask.activity, ask.resource, ask.group) == ("Ask", "Ann", "")
    assert ask.at == datetime.fromisoformat("2011-10-11T13:45:40.276+02:00")
    assert (ask.completes, answer.completes, answer.at) == (True, False, None)


def test_a_packed_log_and_one_without_namespace_are_the_same() -> None:
    bare = XES.replace(' xmlns="http://www.xes-standard.org/"', "").encode()
    assert read(gzip.compress(XES.encode()), "L.XES.gz") == read(bare, "l.xes")


def test_a_table_is_read_whatever_the_order_of_its_rows() -> None:
    a, b = read(CSV.encode(), "l.csv")
    assert [event.activity for event in a.events] == ["Ask", "Answer"]
    assert (a.attributes["channel"], b.events[0].resource) == ("Desk", "")
    assert [event.at and event.at.utcoffset() for event in a.events][1] is not None


def test_columns_can_have_other_names() -> None:
    columns = Columns(case="sag", activity="trin")
    (trace,) = read_log(BytesIO(b"sag,trin\n1,Spring\n"), "l.csv", columns=columns)
    assert (trace.id, trace.events[0].activity) == ("1", "Spring")


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"x", "l.txt", "ender på"),
        (b"", "l.xes", "XML"),
        (b"<log><trace>", "l.xes", "Linje 1"),
        (b"<html/>", "l.xes", "begynder ikke"),
        (b"<!DOCTYPE log><log/>", "l.xes", "DOCTYPE"),
        (b"a,b\n1,2\n", "l.csv", "mangler kolonnen case:concept:name"),
        (b"case:concept:name,concept:name\n,x\n", "l.csv", "Linje 2"),
        (b"\xff\xfe", "l.csv", "ikke tekst i UTF-8"),
        (b"not packed", "l.xes.gz", "i stykker"),
        (gzip.compress(XES.encode())[:-20], "l.xes.gz", "i stykker"),
        (XES.replace("2011-10-11T", "i går ").encode(), "l.xes", "ikke et tidspunkt"),
    ],
)
def test_a_broken_log_says_why(data: bytes, name: str, says: str) -> None:
    with pytest.raises(LogError, match=says):
        read(data, name)


def test_an_entity_is_never_worked_out() -> None:
    bomb = b'<!DOCTYPE log [<!ENTITY e "boom">]><log><trace><event x="&e;"/></trace></log>'
    with pytest.raises(LogError, match="DOCTYPE"):
        read(bomb, "l.xes")


def test_a_log_that_unpacks_without_end_is_stopped() -> None:
    with pytest.raises(LogError, match="fylder mere"):
        read(gzip.compress(XES.encode() + b" " * 1_000_000), "l.xes.gz", most=10_000)


def test_a_case_with_absurdly_many_events_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faelled.lib.dcr.logs.xes.MOST_EVENTS", 1)
    with pytest.raises(LogError, match="mere end 1 hændelser"):
        read(XES.encode(), "l.xes")
