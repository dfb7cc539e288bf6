"""Open tests: possible or impossible in a context, whatever else happens."""

import doctest
import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.dcr.formats.modeltest_files import load_all
from faelled.lib.dcr.formats.problems import GraphError
from faelled.lib.dcr.graph import Event, EventType, Initial, Kind, Relation
from faelled.lib.dcr.tests.drawn_small import small
from faelled.lib.dcr.tests.effort import looking_at
from faelled.lib.dcr.tests.making import NOON, engine_of, made, rule
from faelled.lib.dcr.verification import open_tests
from faelled.lib.dcr.verification.open_tests import OpenTest, OpenTestError, ask, failures

GRAPH = made(
    "apply hear decide log",
    rule("apply condition hear"),
    rule("apply response decide"),
    rule("hear condition decide"),
    rule("decide exclude decide"),
)


def possible(*trace: str, context: str = "", ends: bool = True) -> OpenTest:
    return OpenTest("prøve", trace, frozenset(context.split()), ends=ends)


def impossible(*trace: str, context: str = "", ends: bool = True) -> OpenTest:
    return OpenTest("prøve", trace, frozenset(context.split()), possible=False, ends=ends)


def test_events_outside_the_context_come_in_between() -> None:
    answer = ask(GRAPH, possible("apply", "decide"))
    assert (answer.holds, answer.run) == (True, ("apply", "hear", "decide"))


def test_events_inside_the_context_happen_only_when_they_are_named() -> None:
    answer = ask(GRAPH, possible("apply", "decide", context="hear"))
    assert (answer.holds, answer.run, answer.complete) == (False, None, True)
    assert ask(GRAPH, impossible("apply", "decide", context="hear")).holds


def test_what_must_be_impossible_is_refuted_by_a_run() -> None:
    answer = ask(GRAPH, impossible("apply", "hear", "decide"))
    assert (answer.holds, answer.run) == (False, ("apply", "hear", "decide"))


def test_a_run_ends_accepting_unless_the_test_says_otherwise() -> None:
    assert ask(GRAPH, possible("apply", context="decide")).holds is False
    assert ask(GRAPH, possible("apply", context="decide", ends=False)).holds


def test_several_events_may_share_a_label() -> None:
    graph = made((Event("a", "Ask"), Event("b", "Ask"), Event("c", "Tell")), rule("a exclude a"))
    assert ask(graph, possible("Ask", "Ask")).run == ("a", "b")


def test_a_run_that_hangs_on_data_says_so() -> None:
    graph = made("a b", rule("a condition b", "a > 1"), rule("b exclude a"))
    answer = ask(graph, possible("b", context="a"))
    assert (answer.holds, answer.depends) == (True, True)
    assert ask(graph, possible("a", "b")).depends is False


def test_copies_of_a_template_answer_to_its_names() -> None:
    events = (
        Event("ask", "Bed"),
        Event("visit", "Besøg", type=EventType.TEMPLATE),
        Event("plan", "Plan", parent="visit"),
    )
    graph = made(events, Relation(Kind.SPAWN, "ask", "visit"), rule("plan exclude plan"))
    assert ask(graph, possible("ask", "plan", "ask", "plan")).run == (
        "ask",
        "visit#1.plan",
        "ask",
        "visit#2.plan",
    )
    assert ask(graph, possible("plan", "ask")).holds is None  # more copies might


def test_a_bound_is_told() -> None:
    answer = ask(GRAPH, possible("apply", "hear", "decide", "apply"), limit=2)
    assert (answer.holds, answer.complete) == (None, False)


def test_names_that_do_not_exist_are_refused() -> None:
    with pytest.raises(OpenTestError, match="»nothing«"):
        ask(GRAPH, possible("nothing"))


@given(st.integers(0, 10**9))
@looking_at(25)
def test_the_answer_is_that_of_trying_all_short_runs(seed: int) -> None:
    draw = random.Random(seed)
    graph = small(draw, "a b c", timed=False)
    trace = tuple(draw.choice("ab") for _ in range(draw.randint(0, 2)))
    answer = ask(graph, OpenTest("t", trace, frozenset("ab")))
    engine = engine_of(graph)
    found = set()
    for run in (run for size in range(4) for run in product("abc", repeat=size)):
        marking = engine.initial(NOON)
        for event in run:
            if not engine.check(marking, event, at=NOON):
                break
            marking = engine.execute(marking, event, at=NOON)
        else:
            if engine.accepting(marking) and tuple(e for e in run if e != "c") == trace:
                found.add(run)
    if found:
        assert answer.run is not None
        assert len(answer.run) == min(map(len, found))
    if answer.run is not None and len(answer.run) <= 3:
        assert answer.run in found


FILE = """
graph = "made"
[[open]]
name = "Der kan ikke afgøres uden høring"
context = ["hear"]
impossible = ["apply", "decide"]
cites = ["forvaltningsloven § 19"]
[[open]]
name = "Der kan afgøres"
possible = ["apply", "decide"]
"""


def test_they_stand_in_the_file_beside_the_graph() -> None:
    found = load_all(FILE, GRAPH)
    assert [test.line for test in found.open] == [3, 8]
    assert found.open[0].cites[0].section == "§ 19"
    assert failures(GRAPH, found.open) == []


def test_those_that_do_not_hold_say_the_way() -> None:
    without = made("apply hear decide", rule("apply response decide"))
    (failure,) = failures(without, load_all(FILE, without).open)
    assert str(failure) == (
        "Der kan ikke afgøres uden høring (linje 3): Det er muligt: »Trin apply«, »Trin decide«."
    )
    barred = made("apply hear decide", rule("decide condition decide"))
    assert [failure.message for failure in failures(barred, load_all(FILE, barred).open)] == [
        "Ingen vej er sådan."
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[open]]\nname = "x"\n', "enten »possible« eller »impossible«"),
        ('[[open]]\nname = "x"\npossible = []\nimpossible = []', "enten »possible«"),
        ('[[open]]\nname = "x"\npossible = ["nix"]', "»nix« findes ikke"),
        ('[[open]]\nname = "x"\npossible = []\ncontext = ["nix"]', "»nix« findes ikke"),
        ('[[open]]\nname = "x"\npossible = []\nodd = 1', "odd"),
        ('[[open]]\nname = "x"\npossible = []\n[[open]]\nname = "x"\npossible = []', "To prøver"),
    ],
)
def test_what_is_wrong_in_the_file_is_said(text: str, message: str) -> None:
    with pytest.raises(GraphError) as caught:
        load_all(text, GRAPH)
    assert message in str(caught.value)


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(open_tests).failed == 0


def test_what_is_owed_from_the_start_must_be_done_before_the_end() -> None:
    graph = made("a b", initial=Initial(pending={"b": None}))
    assert ask(graph, possible("a")).run == ("a", "b")
