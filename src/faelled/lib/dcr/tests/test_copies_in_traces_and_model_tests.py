"""Copies of a template are named in traces and in model tests as they are in a case."""

from faelled.lib.dcr.formats.modeltest_files import load_tests
from faelled.lib.dcr.graph import Event, EventType
from faelled.lib.dcr.modeltests import run_tests
from faelled.lib.dcr.tests.making import NOON, engine_of, made, rule
from faelled.lib.dcr.trace import parse_trace, run_trace

GRAPH = made(
    (
        Event("call", "Bestil"),
        Event("visit", "Besøg", type=EventType.TEMPLATE),
        Event("plan", "Planlæg", parent="visit"),
        Event("report", "Rapport", parent="visit"),
        Event("stop", "Aflys"),
    ),
    rule("call spawn visit"),
    rule("plan condition report"),
    rule("stop exclude visit"),
)
TESTS = """
[[tests]]
name = "Hvert besøg har sin egen rapport"
[[tests.steps]]
refuse = "visit#1.plan"
[[tests.steps]]
do = "call"
[[tests.steps]]
do = "call"
[[tests.steps]]
do = "visit#2.plan"
possible = ["visit#2.report"]
impossible = ["visit#1.report"]
[[tests.steps]]
refuse = "visit#1.report"
because = ["condition:visit#1.plan"]
[[tests.steps]]
do = "stop"
excluded = ["visit#1.plan"]
[[tests]]
name = "Det tredje besøg findes ikke"
[[tests.steps]]
do = "visit#3.plan"
"""


def test_a_trace_names_the_copy() -> None:
    run = engine_of(GRAPH)
    steps = parse_trace("call, visit#1.plan@P1D, visit#2.plan", GRAPH)
    told = run_trace(run, GRAPH, steps, start=NOON)
    assert [line["executed"] for line in told] == [True, True, False]
    assert told[1]["enabled"] == ["call", "stop", "visit#1.plan", "visit#1.report"]


def test_model_tests_name_the_copy_and_say_when_it_is_not_there() -> None:
    failures = run_tests(engine_of(GRAPH), load_tests(TESTS, GRAPH))
    assert [failure.message for failure in failures] == [
        "»visit#3.plan« skulle være muligt, men er ikke kommet med i sagen."
    ]
