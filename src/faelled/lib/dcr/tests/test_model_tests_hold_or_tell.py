"""Model tests beside a graph: what they can say, and what they tell when it does not hold."""

import pytest

from faelled.lib.dates import danish_calendar
from faelled.lib.dcr import Engine
from faelled.lib.dcr.formats.modeltest_files import load_tests
from faelled.lib.dcr.formats.native import loads
from faelled.lib.dcr.formats.problems import GraphError
from faelled.lib.dcr.modeltests import run_tests

GRAPH = loads("""
id = "g"
version = "1"
title = "T"
[[roles]]
id = "citizen"
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
[[events.fields]]
id = "rate"
type = "decimal"
[[events.fields]]
id = "notice"
type = "duration"
[[events]]
id = "decide"
label = "Afgør"
[[events]]
id = "extra"
label = "Tillæg"
included = false
[[relations]]
is = "apply -->* decide"
[[relations]]
is = "apply *--> decide"
deadline = "P4W"
[[relations]]
is = "apply -->+ extra"
guard = "apply.hours > 10"
""")
ENGINE = Engine(GRAPH, calendar=danish_calendar())


def failures(steps: str) -> list[str]:
    text = f'graph = "g"\n[[tests]]\nname = "Prøve"\n{steps}'
    return [failure.message for failure in run_tests(ENGINE, load_tests(text, GRAPH))]


def errors(text: str) -> list[str]:
    with pytest.raises(GraphError) as caught:
        load_tests(text, GRAPH)
    return [str(problem) for problem in caught.value.errors]


def test_a_whole_test_that_holds() -> None:
    text = """
graph = "g"
start = 2027-03-01T09:00:00+01:00
[[tests]]
name = "Der kan ikke afgøres før ansøgning"
cites = ["forvaltningsloven § 19"]
[[tests.steps]]
refuse = "decide"
because = ["condition:apply", "condition"]
[[tests.steps]]
do = "apply"
role = "citizen"
value = { hours = 12, since = 2027-01-01, rate = 1.5, notice = "P14D" }
possible = ["decide", "extra"]
pending = ["decide"]
not_pending = ["apply"]
done = ["apply"]
included = ["extra"]
accepting = false
may_close = false
overdue = []
due = { decide = 2027-03-29 }
[[tests.steps]]
at = "P5W"
overdue = ["decide"]
[[tests.steps]]
at = 2027-04-10T09:00:00+02:00
do = "decide"
accepting = true
may_close = true
"""
    (test,) = load_tests(text, GRAPH)
    assert test.cites[0].section == "§ 19"
    assert [step.line for step in test.steps] == [7, 10, 23, 26]
    assert run_tests(ENGINE, (test,)) == []


def test_every_expectation_that_fails_is_told() -> None:
    found = failures("""
[[tests.steps]]
possible = ["decide"]
impossible = ["apply"]
pending = ["decide"]
done = ["apply"]
included = ["extra"]
excluded = ["apply"]
overdue = ["decide"]
due = { decide = 2027-02-01 }
accepting = false
may_close = false
""")
    assert found == [
        "»decide« skulle være possible.",
        "»apply« skulle være impossible.",
        "»decide« skulle være pending.",
        "»apply« skulle være done.",
        "»extra« skulle være included.",
        "»apply« skulle være excluded.",
        "Overskredet er intet, ikke decide.",
        "Fristen for »decide« er None, ikke 2027-02-01.",
        "accepting skulle være false.",
        "may_close skulle være false.",
    ]


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ('[[tests.steps]]\ndo = "decide"\n', "»decide« skulle være muligt. »Søg« skal gøres"),
        ('[[tests.steps]]\nrefuse = "apply"\n', "»apply« skulle være umuligt, men er muligt."),
        (
            '[[tests.steps]]\nrefuse = "decide"\nbecause = ["milestone"]\n',
            "»decide« er ikke umuligt på grund af »milestone«. Grunde: condition, condition:apply.",
        ),
        ('[[tests.steps]]\ndo = "apply"\nvalue = { hour = 1 }\n', "kan ikke tage disse data"),
        ('[[tests.steps]]\nat = "P2D"\n[[tests.steps]]\nat = "P1D"\n', "Tiden løber baglæns."),
    ],
)
def test_a_step_that_fails_is_told(steps: str, says: str) -> None:
    found = failures(steps)
    assert len(found) == 1
    assert says in found[0]


def test_a_failed_step_ends_its_own_test_only() -> None:
    one = '[[tests]]\nname = "%s"\n[[tests.steps]]\ndo = "decide"\n[[tests.steps]]\ndo = "decide"\n'
    found = run_tests(ENGINE, load_tests(one % "A" + one % "B", GRAPH))
    assert [(failure.test, failure.step) for failure in found] == [("A", 1), ("B", 1)]
    assert str(found[0]).startswith("A (linje 3, trin 1): »decide« skulle være muligt.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('graph = "other"\n', "Prøverne hører til »other«, men grafen hedder »g«."),
        ('colour = "red"\n', "»colour« kendes ikke her."),
        ('[[tests]]\nname = "A"\n', "Prøven har ingen trin"),
        ('[[tests]]\n[[tests.steps]]\ndo = "apply"\n', "»name« mangler."),
        ('[[tests]]\nname = "A"\n[[tests.steps]]\ndo = "x"\n', "Trinnet »x« findes ikke"),
        ('[[tests]]\nname = "A"\n[[tests.steps]]\npending = ["x"]\n', "Trinnet »x« findes ikke"),
        ('[[tests]]\nname = "A"\n[[tests.steps]]\nrole = "boss"\n', "Rollen »boss« findes ikke"),
        ('[[tests]]\nname = "A"\n[[tests.steps]]\nat = "soon"\n', "er ikke en varighed"),
        ('[[tests]]\nname = "A"\n[[tests.steps]]\nat = 3\n', "et tidspunkt med tidszone"),
        ('[[tests]]\nname = "A"\n[[tests.steps]]\ndue = { apply = 3 }\n', "En frist er en dato"),
        ('[[tests]]\nname = "A"\n[[tests.steps]]\nwish = 3\n', "»wish« kendes ikke her."),
        (
            '[[tests]]\nname = "A"\n[[tests.steps]]\ndo = "apply"\nrefuse = "apply"\n',
            "ikke have både »do« og »refuse«",
        ),
        (
            '[[tests]]\nname = "A"\n[[tests.steps]]\ndo = "apply"\nvalue = { hours = "many" }\n',
            "»hours« kan ikke være »many«.",
        ),
        ('[[tests]]\nname = "A"\n[[tests.steps]]\n' * 2, "To prøver hedder »A«."),
    ],
)
def test_a_mistake_in_the_file_is_told(text: str, says: str) -> None:
    assert any(says in error for error in errors(text)), errors(text)
