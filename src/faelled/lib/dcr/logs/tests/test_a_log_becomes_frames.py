"""Logs for analyses: the same cases as the reader of single cases gives, in two frames."""

import gzip
import random
from io import BytesIO
from xml.sax.saxutils import quoteattr

import polars as pl
import pytest

from faelled.lib.dcr.logs import Columns, LogError, LogTrace, read_log
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.load import load_log

NAMES = ["Spørg", "Svar & luk", 'Vis "det"', " <kant> ", "EMPTY", "", "línea", "a\tb"]
MOMENTS = ["2011-10-11T13:45:40.276+02:00", "2011-10-11T13:45:40Z", "2012-01-01", "", None]
KEYS = ["org:resource", "org:group", "lifecycle:transition", "cost", "concept:name"]


def load(data: bytes, name: str, most: int = 10**7) -> EventLog:
    return load_log(BytesIO(data), name, attributes=["cost"], most=most)


def as_told(log: EventLog) -> list[tuple[object, ...]]:
    """Every event as one row of plain values, in order."""
    texts = log.events.with_columns(pl.col("lifecycle", "resource", "group").cast(pl.String))
    return [
        (log.cases["id"][row["case"]], log.activities[row["activity"]], row["at"],
         row["resource"] or "", row["group"] or "", row["lifecycle"] or "", row["cost"])
        for row in texts.iter_rows(named=True)
    ]  # fmt: skip


def as_read(traces: list[LogTrace]) -> list[tuple[object, ...]]:
    return [
        (trace.id, event.activity, event.at, event.resource, event.group, event.lifecycle,
         event.attributes.get("cost"))
        for trace in traces
        for event in trace.events
    ]  # fmt: skip


def _pair(draw: random.Random, key: str, value: str | None) -> str:
    if value is None:
        return ""
    inner = draw.choice(["", '<string key="cost" value="not mine"/>', "<!-- no -->", "\n"])
    pair = f"key={quoteattr(key)} value={quoteattr(value)}"
    if draw.random() < 0.2:
        pair = f"value={quoteattr(value)} key={quoteattr(key)}"
    return f"<string {pair}>{inner}</string>" if inner else f"<string {pair}/>"


def drawn_xes(seed: int) -> bytes:
    """A log with everything in odd places: nested attributes, comments, a prefix, lists."""
    draw = random.Random(seed)
    prefix = draw.choice(["", "", "x:"])
    traces = []
    for number in range(draw.randrange(6)):
        events = []
        for _ in range(draw.randrange(5)):
            pairs = [_pair(draw, key, draw.choice([*NAMES, None])) for key in KEYS]
            pairs.append(_pair(draw, "time:timestamp", draw.choice(MOMENTS)))
            draw.shuffle(pairs)
            events.append(f"<{prefix}event>{''.join(pairs)}</{prefix}event>")
        name = _pair(draw, "concept:name", draw.choice([f"case {number}", None]))
        events.insert(draw.randrange(len(events) + 1), name + "<list key='l'><values/></list>")
        traces.append(f"<{prefix}trace>{''.join(events)}</{prefix}trace>")
    head = "<global scope='event'><string key='concept:name' value='UNKNOWN'/></global>"
    space = "xmlns:x='http://www.xes-standard.org/'"
    body = f"<{prefix}log {space}>{head}{''.join(traces)}</{prefix}log>"
    return f"<?xml version='1.0'?>\n<!-- made up -->{body}".encode()


@pytest.mark.parametrize("seed", range(60))
def test_both_readers_agree_on_odd_logs(seed: int) -> None:
    data = drawn_xes(seed)
    traces = list(read_log(BytesIO(data), "l.xes"))
    log = load(gzip.compress(data), "l.xes.gz")
    assert as_told(log) == as_read(traces)
    assert log.cases["id"].to_list() == [trace.id for trace in traces]
    told = [[log.activities[code] for code in trace] for trace in log.traces()]
    assert told == [[event.activity for event in trace.events] for trace in traces]


CSV = """case:concept:name,concept:name,org:resource,time:timestamp,case:channel,cost,case:id
a,Ask,Ann,2011-10-11 13:45:40+02:00,Desk,3,x
b,Ask,,,,,
"a","Answer, at last",Bob,2011-10-12 08:00:00,Other
a,Ask
"""


def test_both_readers_agree_on_a_table_whatever_the_order_of_its_rows() -> None:
    log = load(CSV.encode(), "l.csv")
    assert as_told(log) == as_read(list(read_log(BytesIO(CSV.encode()), "l.csv")))
    assert log.cases["channel"].to_list() == ["Desk", None]
    assert log.cases["case:id"].to_list() == ["x", None]
    assert [(log.names(v.trace), v.cases) for v in log.variants()] == [
        (["Ask", "Answer, at last", "Ask"], (0,)),
        (["Ask"], (1,)),
    ]


def test_cases_that_went_the_same_way_are_one_variant() -> None:
    rows = "".join(f"{case},{step}\n" for case in "abc" for step in ("Ring", "Svar"))
    log = load_log(
        BytesIO(f"sag,trin\nd,Ring\n{rows}".encode()), "l.csv", columns=Columns("sag", "trin")
    )
    assert [(v.trace, v.cases, v.count) for v in log.variants()] == [
        ((0,), (0,), 1),
        ((0, 1), (1, 2, 3), 3),
    ]


def test_only_what_was_done_can_be_asked_for() -> None:
    rows = "a,Plan,start\na,Ask,COMPLETE\na,Answer,\nb,Ask,schedule\n"
    log = load(
        f"case:concept:name,concept:name,lifecycle:transition\n{rows}".encode(), "l.csv"
    ).done()
    assert log.traces() == [(0, 1), ()] and log.activities == ("Ask", "Answer")
    assert [(v.trace, v.count) for v in log.variants()] == [((0, 1), 1), ((), 1)]


def test_a_part_of_a_log_is_a_log_of_its_own() -> None:
    rows = "".join(
        f"{case},{step}\n"
        for case, steps in (("a", "xy"), ("b", "z"), ("c", "yx"))
        for step in steps
    )
    log = load(f"case:concept:name,concept:name\n{rows}".encode(), "l.csv")
    part = log.part([2, 1])
    assert (part.cases["id"].to_list(), part.activities) == (["c", "b"], ("y", "x", "z"))
    assert [part.names(trace) for trace in part.traces()] == [["y", "x"], ["z"]]
    assert log.part([]).variants() == [] and log.activities == ("x", "y", "z")


def test_an_empty_log_is_a_log_of_no_cases() -> None:
    log = load(b"<log/>", "l.xes")
    assert (log.cases.height, log.events.height, log.variants()) == (0, 0, [])


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"x", "l.txt", "ender på"),
        (b"<log><trace>", "l.xes", "Linje 1"),
        (b"<graph/>", "l.xes", "<log>"),
        (b"<!DOCTYPE log [<!ENTITY a 'b'>]><log>&a;</log>", "l.xes", "DOCTYPE"),
        (b"<log>" + b"<a>" * 100, "l.xes", "indlejret"),
        (b"\x1f\x8bx", "l.xes.gz", "i stykker"),
        (b"a,b\n1,2\n", "l.csv", "mangler kolonnen case:concept:name, concept:name"),
        (b"case:concept:name,concept:name\n,Ask\n", "l.csv", "Linje 2"),
        (b"case:concept:name,concept:name,time:timestamp\n1,Ask,soon\n", "l.csv", "tidspunkt"),
        (
            b"case:concept:name,concept:name,time:timestamp\n1,Ask,0001-01-01T00:00+23:00\n",
            "l.csv",
            "regnes med",
        ),
        (
            b"case:concept:name,concept:name,time:timestamp\n1,Ask,+12345-01-01T00:00:00Z\n",
            "l.csv",
            "regnes med",
        ),
        (b"<?xml version='1.0' encoding='rot13'?><log/>", "l.xes", "tegnsæt"),
        (b"<?xml version='1.0' encoding='shift_jis'?><log/>", "l.xes", "tegnsæt"),
        (b"\xff\xff\xff", "l.csv", "Der er: »ÿÿÿ«"),
        (b"\xff\x00", "l.csv", "Linje 1: tabellen er ikke tekst i UTF-8"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, name: str, says: str) -> None:
    with pytest.raises(LogError, match=says):
        load(data, name)


def test_size_is_bounded_in_every_direction(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LogError, match="mere, end der kan læses"):
        load(gzip.compress(b"<log>" + b" " * 10_000 + b"</log>"), "l.xes.gz", most=1_000)
    monkeypatch.setattr("faelled.lib.dcr.logs.xes_frames.CHUNK", 100)
    monkeypatch.setattr("faelled.lib.dcr.logs.xes_frames.MOST_TAG_BYTES", 1_000)
    with pytest.raises(LogError, match="for langt"):
        load(b'<log><string key="' + b"x" * 5_000 + b'"/></log>', "l.xes")
    monkeypatch.setattr("faelled.lib.dcr.logs.gathering.MOST_EVENTS", 1)
    with pytest.raises(LogError, match="mere end 1 hændelser"):
        load(CSV.encode(), "l.csv")


def test_a_kept_attribute_cannot_take_a_columns_name() -> None:
    with pytest.raises(LogError, match="kan ikke bruges"):
        load_log(BytesIO(b"<log/>"), "l.xes", attributes=["case"])
