"""Which cases keep the rules, and which rules are broken how often."""

import random
from io import BytesIO

import pytest

from faelled.lib.dcr.conformance.acceptance import Acceptance
from faelled.lib.dcr.conformance.conform import Conformer
from faelled.lib.dcr.conformance.heat import Conformance
from faelled.lib.dcr.errors import InvalidGraph
from faelled.lib.dcr.graph import Event, EventType, Graph, Group, Initial, Kind, Relation
from faelled.lib.dcr.logs import Columns
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.load import load_log
from faelled.lib.dcr.naming import Unknown


def a_log(*traces: str) -> EventLog:
    """Cases written with one letter for each activity."""
    rows = "".join(f"{case},{step}\n" for case, trace in enumerate(traces) for step in trace)
    return load_log(BytesIO(f"c,a\n{rows}".encode()), "l.csv", columns=Columns("c", "a"))


def a_graph(*rules: tuple[Kind, str, str], names: str = "abcd", pending: str = "") -> Graph:
    events = tuple(Event(name, name) for name in names)
    relations = tuple(Relation(*rule) for rule in rules)
    initial = Initial(included=frozenset(names), pending=dict.fromkeys(pending))
    return Graph("g", "1", "G", events=events, relations=relations, initial=initial)


def heat(found: Conformance) -> dict[str, tuple[int, int, int, int]]:
    return {
        f"{one.relation.source}{one.relation.target}": (
            one.asked, one.broken, one.cases, one.variants,
        )
        for one in found.heat
    }  # fmt: skip


def test_each_kind_of_rule_is_asked_and_counted_where_it_is_broken() -> None:
    graph = a_graph(
        (Kind.CONDITION, "a", "b"),
        (Kind.RESPONSE, "b", "c"),
        (Kind.MILESTONE, "c", "d"),
        (Kind.EXCLUDE, "d", "a"),
    )
    found = Conformer(graph).conform(a_log("abc", "abc", "bc", "abd", "abcda", "bc"))
    assert heat(found) == {
        "ab": (6, 2, 2, 1),  # b without a, in two cases of one variant
        "bc": (6, 1, 1, 1),  # never c after b
        "cd": (2, 1, 1, 1),  # d while c was owed
        "da": (5, 1, 1, 1),  # a although d was done
    }
    assert [one.broken for one in found.heat] == [2, 1, 1, 1]
    assert (found.cases, found.fitting) == (6, 2)


def test_fitness_is_the_share_of_steps_allowed_and_duties_done() -> None:
    graph = a_graph((Kind.CONDITION, "a", "b"), (Kind.RESPONSE, "b", "c"))
    fits = Conformer(graph).conform(a_log("abc", "ab", "bb")).fits
    assert [fit.fitness for fit in fits] == [1.0, 1 - 1 / 3, 1 - 3 / 3]
    assert [(fit.refused, fit.undone) for fit in fits] == [(0, 0), (0, 1), (2, 1)]
    owed = Conformer(a_graph(pending="a")).conform(a_log("b"))
    assert owed.fitness == 0.5 and owed.fits[0].undone == 1


def test_an_exclusion_is_blamed_only_for_what_it_struck_since_the_last_include() -> None:
    graph = a_graph((Kind.EXCLUDE, "a", "d"), (Kind.EXCLUDE, "b", "d"), (Kind.INCLUDE, "c", "d"))
    assert [fit.fits for fit in Conformer(graph).conform(a_log("abcd")).fits] == [True]
    assert heat(Conformer(graph).conform(a_log("acbd"))) == {"bd": (1, 1, 1, 1), "ad": (1, 0, 0, 0)}
    assert heat(Conformer(graph).conform(a_log("abd")))["ad"][1] == 1


def test_what_is_owed_is_blamed_on_who_asked_since_it_was_last_done() -> None:
    graph = a_graph((Kind.RESPONSE, "a", "d"), (Kind.RESPONSE, "b", "d"), (Kind.CANCEL, "c", "d"))
    assert heat(Conformer(graph).conform(a_log("adb"))) == {"bd": (1, 1, 1, 1), "ad": (1, 0, 0, 0)}
    assert heat(Conformer(graph).conform(a_log("acb")))["ad"][1] == 0
    assert Conformer(graph).conform(a_log("ac")).fitting == 1


def test_a_relation_between_groups_is_one_on_the_map() -> None:
    events = tuple(Event(name, name, parent="g") for name in "ab")
    rule = Relation(Kind.EXCLUDE, "g", "g")
    graph = Graph("x", "1", "X", events=events, groups=(Group("g", "G"),), relations=(rule,),
                  initial=Initial(included=frozenset("ab")))  # fmt: skip
    (one,) = Conformer(graph).conform(a_log("ab", "a", "aa")).heat
    assert (one.relation, one.broken, one.cases) == (rule, 2, 2)


def test_an_unknown_activity_is_a_violation_unless_it_is_said_to_be_ignored() -> None:
    log = a_log("axb", "ab")
    closed = Conformer(a_graph(names="ab")).conform(log)
    assert (closed.fitting, closed.unknown) == (1, {"x": 1})
    assert [fit.fitness for fit in closed.fits] == [1 - 1 / 3, 1.0]
    ignored = Conformer(a_graph(names="ab"), Unknown.IGNORED).conform(log)
    assert (ignored.fitting, ignored.unknown, ignored.fitness) == (2, {"x": 1}, 1.0)


def test_a_name_that_several_events_share_is_read_as_the_one_that_fits() -> None:
    events = Event("first", "Ring"), Event("second", "Ring"), Event("b", "b")
    rules = (
        Relation(Kind.EXCLUDE, "first", "first"),
        Relation(Kind.CONDITION, "first", "second"),
        Relation(Kind.CONDITION, "second", "b"),
    )
    graph = Graph("g", "1", "G", events=events, relations=rules,
                  initial=Initial(included=frozenset({"first", "second", "b"})))  # fmt: skip
    rows = "1,Ring\n1,Ring\n1,b\n2,Ring\n2,b\n"
    log = load_log(BytesIO(f"c,a\n{rows}".encode()), "l.csv", columns=Columns("c", "a"))
    found = Conformer(graph).conform(log)
    assert [fit.fits for fit in found.fits] == [True, False]
    assert heat(found)["secondb"] == (2, 1, 1, 1)


def test_a_graph_with_sub_processes_is_refused_by_name() -> None:
    events = Event("s", "S", type=EventType.SUBPROCESS), Event("a", "A", parent="s")
    with pytest.raises(InvalidGraph, match="»s« er en delproces"):
        Conformer(Graph("g", "1", "G", events=events))


KINDS = [Kind.CONDITION, Kind.MILESTONE, Kind.RESPONSE, Kind.INCLUDE, Kind.EXCLUDE, Kind.CANCEL]


@pytest.mark.parametrize("seed", range(40))
def test_a_case_fits_when_it_is_a_run_and_else_something_is_broken(seed: int) -> None:
    draw = random.Random(seed)
    rules = {(draw.choice(KINDS), draw.choice("abcd"), draw.choice("abcd")) for _ in range(7)}
    graph = a_graph(*sorted(rules))
    traces = ["".join(draw.choices("abcdx", k=draw.randrange(1, 7))) for _ in range(30)]
    found = Conformer(graph).conform(a_log(*traces))
    acceptance = Acceptance.of(graph)
    for fit in found.fits:
        trace = traces[fit.variant.cases[0]]
        assert fit.fits is acceptance.accepts(list(trace)), trace
        assert (fit.fitness == 1.0) is fit.fits and 0 <= fit.fitness <= 1
        known = not fit.unknown
        assert fit.fits or fit.broken or not known
    assert found.fitting == sum(acceptance.accepts(list(trace)) for trace in traces)
    assert 0 <= found.fitness <= 1
