"""Sub-processes and templates in the native file, in sentences and on the map."""

import pytest

from faelled.lib.dcr import Event, EventType, Graph, Kind, Phase
from faelled.lib.dcr.flatten import roles_of
from faelled.lib.dcr.formats.native import GraphError, dumps, loads
from faelled.lib.dcr.map import layout
from faelled.lib.dcr.tests.making import NOON, engine_of
from faelled.lib.dcr.wording import place_in_words, rule_in_words

HEAD = 'id = "g"\nversion = "1"\ntitle = "T"\n'
CARE = (
    HEAD
    + """
[[phases]]
id = "start"
label = "Start"
[[phases]]
id = "work"
label = "Forløbet"
[[groups]]
id = "papers"
label = "Papirer"
parent = "visit"
[[events]]
id = "call"
label = "Bestil besøg"
phase = "start"
[[events.fields]]
id = "hours"
label = "Timer"
type = "integer"
[[events]]
id = "visit"
label = "Besøg"
type = "template"
phase = "work"
pending = true
[[events]]
id = "plan"
label = "Planlæg"
group = "visit"
pending = "P1D"
[[events]]
id = "report"
label = "Skriv rapport"
group = "papers"
[[events]]
id = "hearing"
label = "Høring"
type = "subprocess"
[[events]]
id = "reply"
label = "Svar"
group = "hearing"
[[events]]
id = "close"
label = "Luk"
[[relations]]
is = "call -->> visit"
[[relations]]
is = "plan -->* papers"
guard = "trigger.hours > 2"
[[relations]]
is = "visit, hearing -->* close"
[[relations]]
is = "close -->% plan"
"""
)


@pytest.fixture(scope="module")
def care() -> Graph:
    return loads(CARE)


def test_a_file_with_both_comes_back_the_same_and_runs(care: Graph) -> None:
    assert loads(dumps(care)) == care
    run = engine_of(care)
    called = run.execute(run.initial(NOON), "call", at=NOON, value={"hours": 5})
    assert run.enabled(called, at=NOON) == ("call", "visit#1.plan", "reply")
    planned = run.execute(called, "visit#1.plan", at=NOON)
    assert "visit#1" in planned.executed
    assert run.check(planned, "visit#1.report", at=NOON)


def test_the_rules_are_sentences(care: Graph) -> None:
    assert [rule_in_words(care, rule) for rule in care.relations] == [
        "Hver gang »Bestil besøg« er sket, begynder et nyt forløb af »Besøg«.",
        (
            "For hvert forløb af »Besøg«: hvis »Timer« er mere end 2: "
            "alle trin i »Papirer« kan først ske, når »Planlæg« er sket."
        ),
        "»Luk« kan først ske, når hvert forløb af »Besøg« er sket.",
        "»Luk« kan først ske, når »Høring« er sket.",
        "Når »Luk« er sket, er »Planlæg« i hvert forløb af »Besøg« ikke længere en del af sagen.",
    ]


def test_each_step_says_what_it_lies_in_and_what_makes_it_happen(care: Graph) -> None:
    assert {event.id: place_in_words(care, event) for event in care.events} == {
        "call": (),
        "visit": (
            "Begynder på ny, hver gang »Bestil besøg« er sket.",
            "Sker af sig selv, når alt, der hører til det, er gjort: »Planlæg« og »Skriv rapport«.",
        ),
        "plan": ("Hører til »Besøg« og kan kun ske, når det kan.",),
        "report": ("Hører til »Besøg« og kan kun ske, når det kan.",),
        "hearing": ("Sker af sig selv, når alt, der hører til det, er gjort: »Svar«.",),
        "reply": ("Hører til »Høring« og kan kun ske, når det kan.",),
        "close": (),
    }


def test_a_template_that_nothing_makes_says_so() -> None:
    graph = Graph("g", "1", "G", events=(Event("t", "Besøg", type=EventType.TEMPLATE),))
    assert place_in_words(graph, graph.events[0])[0] == "Begynder aldrig: intet trin danner det."


def test_on_the_map_what_lies_inside_stands_with_what_it_lies_in(care: Graph) -> None:
    picture = layout(care)
    lanes = {box.id: picture.lanes[box.lane].label for box in picture.boxes}
    assert lanes["plan"] == lanes["report"] == lanes["visit"] == "Forløbet"
    order = [box.id for box in sorted(picture.boxes, key=lambda box: (box.lane, box.x, box.y))]
    assert order.index("plan") < order.index("visit")
    spawn = next(line.rule for line in picture.lines if line.rule.kind is Kind.SPAWN)
    assert (spawn.source, spawn.target, spawn.main) == ("call", "visit", True)


def test_roles_come_from_what_is_around_and_nobody_does_a_sub_process() -> None:
    events = (
        Event("hearing", "Høring", ("a",), type=EventType.SUBPROCESS),
        Event("reply", "Svar", parent="hearing"),
        Event("close", "Luk", ("b",)),
    )
    graph = Graph("g", "1", "G", events=events)
    assert roles_of(graph) == {"hearing": (), "reply": ("a",), "close": ("b",)}
    boxes = {box.id: (box.roles, box.by_itself) for box in layout(graph).boxes}
    assert boxes == {"hearing": ((), True), "reply": (("a",), False), "close": (("b",), False)}


def test_without_phases_a_sub_process_has_a_lane_of_its_own() -> None:
    events = (
        Event("hearing", "Høring", type=EventType.SUBPROCESS),
        Event("reply", "Svar", parent="hearing"),
        Event("close", "Luk"),
    )
    picture = layout(Graph("g", "1", "G", phases=(Phase("x", "X"),), events=events))
    lanes = {box.id: picture.lanes[box.lane].label for box in picture.boxes}
    assert (lanes["hearing"], lanes["reply"], lanes["close"]) == (
        "Høring",
        "Høring",
        "Når som helst",
    )


A = '[[events]]\nid = "a"\nlabel = "A"\n'
B = '[[events]]\nid = "b"\nlabel = "B"\n'
HASH = '[[events]]\nid = "a#1"\nlabel = "A"\n'
RULE = "[[relations]]\nis = "


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        (f'{A}{B}group = "a"\n', "events.b.group", 10),
        (f'{A}type = "subprocess"\ngroup = "a"\n', "events.a.group", 8),
        (f'{HASH}{B}type = "template"\n', "events.a#1.id", 5),
        (f'{A}{RULE}"a -->> a"\n', "relations.a -->> a.is", 8),
        (f'{A}{RULE}"a -->* a"\nguard = "trigger > 1"\n', "relations.a -->* a.guard", 9),
    ],
)
def test_mistakes_are_told_with_their_line(text: str, path: str, line: int) -> None:
    with pytest.raises(GraphError) as refused:
        loads(HEAD + text)
    assert [(error.path, error.line) for error in refused.value.errors] == [(path, line)]
