"""`graph run`: every step tells whether it was possible, and the marking after it."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from faelled.lib.dates import Duration, danish_calendar
from faelled.lib.dcr import BadValue, Engine, Event, Field, FieldType, Graph
from faelled.lib.dcr.formats.native import loads
from faelled.lib.dcr.formats.typed_text import value_from_text
from faelled.lib.dcr.trace import TraceError, TraceStep, parse_times, parse_trace, run_trace
from faelled.lib.dcr.values import Json, Value

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
GRAPH = loads("""
id = "g"
version = "1"
title = "T"
[[roles]]
id = "citizen"
[[roles]]
id = "caseworker"
[[groups]]
id = "work"
[[events]]
id = "apply"
label = "Søg"
roles = ["citizen"]
[[events.fields]]
id = "hours"
type = "integer"
[[events.fields]]
id = "since"
type = "date"
[[events]]
id = "decide"
label = "Afgør"
roles = ["caseworker"]
group = "work"
[[events]]
id = "amount"
label = "Beløb"
scalar = true
[[relations]]
is = "apply -->* decide"
delay = "P7D"
[[relations]]
is = "apply *--> decide"
[[relations]]
is = "decide -->% decide"
""")


def walk(trace: str, *, times: str = "", role: str | None = None) -> list[dict[str, Json]]:
    steps = parse_trace(trace, GRAPH)
    if times:
        steps = parse_times(times, GRAPH, steps)
    engine = Engine(GRAPH, calendar=danish_calendar())
    return run_trace(engine, GRAPH, steps, start=START, role=role)


def codes(line: dict[str, Json]) -> list[Json]:
    reasons = line["reasons"]
    assert isinstance(reasons, list)
    return [reason["code"] for reason in reasons if isinstance(reason, dict)]


def test_each_step_tells_the_marking_after_it() -> None:
    assert walk("apply,decide@P7D") == [
        {
            "event": "apply",
            "executed": True,
            "enabled": ["amount", "apply"],
            "done": ["apply"],
            "pending": ["decide"],
            "included": ["amount", "apply", "decide"],
            "accepting": False,
        },
        {
            "event": "decide",
            "executed": True,
            "enabled": ["amount", "apply"],
            "done": ["apply", "decide"],
            "pending": [],
            "included": ["amount", "apply"],
            "accepting": True,
        },
    ]


def test_a_refused_step_gives_its_reasons_and_the_run_goes_on() -> None:
    first, second, third = walk("decide,apply,decide")
    assert (first["executed"], codes(first)) == (False, ["condition"])
    assert first["done"] == []
    assert second["executed"] is True
    assert (third["executed"], codes(third)) == (False, ["delay"])
    assert third["done"] == ["apply"]


@pytest.mark.parametrize(("event", "says"), [("nope", "intet trin"), ("work", "gruppe af trin")])
def test_what_is_no_event_is_refused_in_words(event: str, says: str) -> None:
    line, after = walk(f"{event},apply")
    assert (line["executed"], codes(line)) == (False, ["unknown-event"])
    assert says in str(line["reasons"])
    assert after["executed"] is True


def test_data_that_do_not_fit_are_refused_and_change_nothing() -> None:
    line, after = walk('apply={"hours": "many"},amount=3')
    assert (line["executed"], codes(line), line["done"]) == (False, ["bad-value"], [])
    assert after["done"] == ["amount"]


def test_roles_are_asked_about_only_when_one_is_given() -> None:
    assert walk("apply")[0]["executed"] is True
    (line,) = walk("apply", role="caseworker")
    assert (line["executed"], codes(line), line["enabled"]) == (False, ["role"], ["amount"])


@pytest.mark.parametrize(
    "times", ["P0D,P7D", "decide@P7D", "2026-11-24T10:00:00+01:00,2026-12-01T10:00:00"]
)
def test_times_are_given_in_order_or_by_event(times: str) -> None:
    assert [line["executed"] for line in walk("apply,decide", times=times)] == [True, True]


@pytest.mark.parametrize(
    ("times", "says"),
    [
        ("P1D,P0D", "løber baglæns"),
        ("P1D,P2D,P3D", "hører ikke til noget trin"),
        ("other@P1D", "hører ikke til noget trin"),
        ("soon", "hverken et tidspunkt eller en varighed"),
    ],
)
def test_times_that_make_no_sense_are_told(times: str, says: str) -> None:
    with pytest.raises(TraceError) as caught:
        walk("apply,decide", times=times)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("", []),
        ("a, b", [TraceStep("a"), TraceStep("b")]),
        ("a=1", [TraceStep("a", "1")]),
        ("a=", [TraceStep("a", "")]),
        ("a@P1D=x@y", [TraceStep("a", "x@y", Duration(days=1))]),
        ('a="x, y",b', [TraceStep("a", "x, y"), TraceStep("b")]),
        ('a={"n": [1, 2]},b', [TraceStep("a", '{"n": [1, 2]}'), TraceStep("b")]),
        ("c=d", [TraceStep("c=d")]),
        ("c=d=1", [TraceStep("c=d", "1")]),
        ('"x, y"', [TraceStep("x, y")]),
        ("e@f", [TraceStep("e@f")]),
    ],
)
def test_a_trace_is_split_at_the_commas_that_separate(text: str, steps: list[TraceStep]) -> None:
    ids = ("a", "b", "c=d", "x, y", "e@f")
    graph = Graph("g", "1", "G", events=tuple(Event(id, id) for id in ids))
    assert parse_trace(text, graph) == steps


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FieldType.INTEGER, "12", 12),
        (FieldType.AMOUNT, "12.50", Decimal("12.50")),
        (FieldType.BOOLEAN, "ja", True),
        (FieldType.BOOLEAN, "false", False),
        (FieldType.DATETIME, "2026-11-24T10:00:00", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        (FieldType.CHOICES, "a, b", ("a", "b")),
        (FieldType.DURATION, "P14D", Duration(days=14)),
        (FieldType.TEXT, "12", "12"),
    ],
)
def test_a_value_written_as_text_is_read_by_its_type(
    kind: FieldType, text: str, value: Value
) -> None:
    field = Field("value", "V", kind)
    assert value_from_text(Event("e", "E", fields=(field,), scalar=True), text) == value
    assert value_from_text(Event("e", "E", fields=(field,)), f'{{"value": "{text}"}}') == {
        "value": value
    }


def test_a_record_holds_numbers_lists_and_nothing() -> None:
    found = value_from_text(Event("e", "E"), '{"a": 1.50, "b": ["x"], "c": null, "d": true}')
    assert found == {"a": Decimal("1.50"), "b": ("x",), "c": None, "d": True}


@pytest.mark.parametrize("text", ["{", '{"a": {"b": 1}}', '{"a": [1]}'])
def test_a_record_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        value_from_text(Event("e", "E"), text)
