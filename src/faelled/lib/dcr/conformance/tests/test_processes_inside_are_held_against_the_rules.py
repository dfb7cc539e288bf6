"""Graphs with sub-processes and templates: the same questions, asked of the engine."""

import random
from dataclasses import replace
from io import BytesIO

import pytest

from faelled.lib.dates.calendar import danish_calendar
from faelled.lib.dates.duration import Duration
from faelled.lib.dcr.conformance.conform import Conformer
from faelled.lib.dcr.conformance.heat import Conformance
from faelled.lib.dcr.conformance.inside import ConformerInside
from faelled.lib.dcr.graph import Event, EventType, Graph, Initial, Kind, Relation
from faelled.lib.dcr.logs import Columns
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.load import load_log
from faelled.lib.dcr.naming import Unknown

KINDS = [Kind.CONDITION, Kind.MILESTONE, Kind.RESPONSE, Kind.INCLUDE, Kind.EXCLUDE, Kind.CANCEL]


def a_log(*traces: str) -> EventLog:
    rows = "".join(f"{case},{step}\n" for case, trace in enumerate(traces) for step in trace)
    return load_log(BytesIO(f"c,a\n{rows}".encode()), "l.csv", columns=Columns("c", "a"))


def visits(*rules: Relation) -> Graph:
    """`a` makes a visit: a plan `p`, then a report `r`, which is owed."""
    visit = Event("v", "Besøg", type=EventType.TEMPLATE)
    inside = tuple(Event(id, id, parent="v") for id in "pr")
    return Graph(
        "g", "1", "G",
        events=(Event("a", "a"), visit, *inside),
        relations=(Relation(Kind.SPAWN, "a", "v"), Relation(Kind.CONDITION, "p", "r"), *rules),
        initial=Initial(pending={"r": Duration(days=2)}, included=frozenset("avpr")),
    )  # fmt: skip


def held(graph: Graph, log: EventLog, unknown: Unknown = Unknown.VIOLATION) -> Conformance:
    return ConformerInside(graph, danish_calendar(), unknown).conform(log)


def broken(found: Conformance) -> dict[str, tuple[int, int]]:
    return {
        f"{one.relation.source}{one.relation.target}": (one.broken, one.cases) for one in found.heat
    }


def test_steps_of_any_copy_are_taken_and_what_a_copy_owes_is_owed() -> None:
    found = held(visits(), a_log("apr", "aaprpr", "aapr", "ar", "p"))
    assert [fit.fits for fit in found.fits] == [True, True, False, False, False]
    assert [fit.undone for fit in found.fits] == [0, 0, 1, 1, 0]
    assert found.fits[3].fitness == pytest.approx(1 - 2 / 3)  # two steps and a duty; one was right
    assert broken(found) == {"pr": (1, 1)}


def test_a_duty_is_blamed_on_the_copy_that_asked_and_on_no_other() -> None:
    again = Relation(Kind.RESPONSE, "r", "p")
    found = held(visits(again), a_log("apr", "aprp"))
    assert [fit.fits for fit in found.fits] == [False, True]
    assert broken(found)["rp"] == (1, 1)


def test_unknown_activities_are_violations_unless_ignored() -> None:
    log = a_log("axpr")
    assert (held(visits(), log).fits[0].fitness, held(visits(), log).unknown) == (0.75, {"x": 1})
    assert held(visits(), log, Unknown.IGNORED).fitting == 1


@pytest.mark.parametrize("seed", range(12))
def test_of_a_graph_without_them_both_ways_say_the_same_cases_fit(seed: int) -> None:
    draw = random.Random(seed)
    rules = {(draw.choice(KINDS), draw.choice("abc"), draw.choice("abc")) for _ in range(5)}
    graph = Graph(
        "g", "1", "G",
        events=tuple(Event(name, name) for name in "abc"),
        relations=tuple(Relation(*rule) for rule in sorted(rules)),
        initial=Initial(included=frozenset("abc")),
    )  # fmt: skip
    log = a_log(*("".join(draw.choices("abc", k=draw.randrange(1, 6))) for _ in range(12)))
    one, other = Conformer(graph).conform(log), held(graph, log)
    assert [fit.fits for fit in one.fits] == [fit.fits for fit in other.fits]
    asked = [{heat.relation: heat.asked for heat in found.heat} for found in (one, other)]
    assert asked[0] == asked[1]
    assert all(0 <= fit.fitness <= 1 for fit in other.fits)
    with_template = replace(graph, events=(*graph.events, Event("t", "T", type=EventType.TEMPLATE)))
    assert [fit.fits for fit in held(with_template, log).fits] == [fit.fits for fit in one.fits]
