"""The native format: what is read, what comes back, and how mistakes are told."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from faelled.lib.dates import Duration
from faelled.lib.dcr import (
    Citation,
    Effect,
    EventType,
    FieldType,
    Graph,
    Group,
    Kind,
    Option,
    Phase,
    Relation,
    Role,
)
from faelled.lib.dcr.formats.native import GraphError, dumps, loads

HEAD = 'id = "g"\nversion = "1"\ntitle = "T"\n'
TWO = '[[events]]\nid = "a"\nlabel = "A"\n[[events]]\nid = "b"\nlabel = "B"\n'

WHOLE = """
id = "tilskud"
version = "1.2.0"
title = "Tilskud"
source = "Fælled"
licence = "MPL-2.0"
summary = "En ansøgning bliver hørt og afgjort."
kle = "99.01.01"
facet = "G01"
case_title = "Tilskud"

[variables]
limit = 10_000.50

[[phases]]
id = "application"
label = "Ansøgning"

[[roles]]
id = "citizen"
label = "Borger"

[[roles]]
id = "caseworker"
label = "Sagsbehandler"

[[groups]]
id = "casework"
label = "Sagsbehandling"
roles = ["caseworker"]

[[events]]
id = "apply"
label = "Søg om tilskud"
roles = ["citizen"]
phase = "application"
cites = ["barnets lov § 87, stk. 1", { act = "lov", section = "§ 1", text = "Loven siger." }]
help = "Skriv med dine egne ord."

[[events.fields]]
id = "at_home"
label = "Bor barnet hjemme?"
type = "boolean"
required = true

[[events.fields]]
id = "hours"
label = "Timer"
type = "integer"
min = 1
max = "37"
show_if = "at_home"
required_if = "at_home and limit > 5"
summary = true

[[events.fields]]
id = "kind"
label = "Slags"
type = "choice"
options = [{ value = "new", label = "Ny" }, { value = "more" }]

[[events]]
id = "decide"
label = "Træf afgørelse"
group = "casework"
pending = "P4W"
effects = [{ kind = "draft-letter", template = "afgoerelse" }]

[[events]]
id = "total"
label = "Beløb"
group = "casework"
included = false
scalar = true
value = 3
executed = 2026-01-05T09:00:00+01:00
computation = "total + 1"

[[relations]]
is = "apply -->* decide, total"
delay = "P14D"
guard = "apply.kind != 'new'"
cites = ["forvaltningsloven § 19, stk. 1"]
why = "Parten skal høres først."

[[relations]]
is = "apply *--> decide"
deadline = "P14W"
restart = true

[[relations]]
is = "decide -->= total"
value = "total * 2"
"""


def errors(text: str) -> list[str]:
    with pytest.raises(GraphError) as caught:
        loads(text)
    return [str(problem) for problem in caught.value.errors]


def test_every_part_of_a_graph_is_read() -> None:
    graph = loads(WHOLE)
    assert (graph.id, graph.version, graph.title, graph.language) == (
        "tilskud", "1.2.0", "Tilskud", "da",
    )  # fmt: skip
    assert (graph.kle, graph.facet, graph.case_title) == ("99.01.01", "G01", "Tilskud")
    assert graph.phases == (Phase("application", "Ansøgning"),)
    assert graph.roles[0] == Role("citizen", "Borger")
    assert graph.groups == (Group("casework", "Sagsbehandling", None, ("caseworker",)),)
    assert graph.initial.values == {"limit": Decimal("10000.50"), "total": 3}
    assert graph.initial.included == {"apply", "decide"}
    assert graph.initial.pending == {"decide": Duration(days=28)}
    assert graph.initial.executed == {"total": datetime(2026, 1, 5, 8, tzinfo=UTC)}


def test_events_carry_fields_citations_and_effects() -> None:
    apply, decide, total = loads(WHOLE).events
    assert apply.cites == (
        Citation("barnets lov", "§ 87, stk. 1"),
        Citation("lov", "§ 1", "Loven siger."),
    )
    assert [field.type for field in apply.fields] == [
        FieldType.BOOLEAN, FieldType.INTEGER, FieldType.CHOICE,
    ]  # fmt: skip
    assert (apply.fields[1].min, apply.fields[1].max, apply.fields[1].summary) == ("1", "37", True)
    assert apply.fields[2].options == (Option("new", "Ny"), Option("more", "more"))
    assert decide.effects == (Effect("draft-letter", {"template": "afgoerelse"}),)
    assert decide.parent == "casework"
    assert (total.scalar, total.computation, total.type) == (True, "total + 1", EventType.ACTIVITY)


def test_a_line_with_two_targets_is_two_rules() -> None:
    relations = loads(WHOLE).relations
    assert [(rule.kind, rule.source, rule.target) for rule in relations] == [
        (Kind.CONDITION, "apply", "decide"),
        (Kind.CONDITION, "apply", "total"),
        (Kind.RESPONSE, "apply", "decide"),
        (Kind.UPDATE, "decide", "total"),
    ]
    assert relations[0] == Relation(
        Kind.CONDITION, "apply", "decide", guard="apply.kind != 'new'", delay=Duration(days=14),
        cites=(Citation("forvaltningsloven", "§ 19, stk. 1"),), why="Parten skal høres først.",
    )  # fmt: skip
    assert relations[2].restart
    assert relations[3].value == "total * 2"


def test_a_graph_comes_back_the_same() -> None:
    graph = loads(WHOLE)
    assert loads(dumps(graph)) == graph
    assert dumps(loads(dumps(graph))) == dumps(graph)


def test_values_of_every_kind_come_back_the_same() -> None:
    text = HEAD + (
        "[variables]\nwhole = 1\nbroken = 1.50\nyes = true\nday = 2026-01-05\n"
        'at = 2026-01-05T09:00:00Z\nlist = ["a", "b"]\nrecord = { a = 1, "b c" = "x" }\n'
        r'"strange name" = "\"quoted\" \\ line\nnext \u0001"' + "\n" + TWO
    )
    values = loads(text).initial.values
    assert values["broken"] == Decimal("1.50")
    assert values["day"] == date(2026, 1, 5)
    assert values["list"] == ("a", "b")
    assert values["strange name"] == '"quoted" \\ line\nnext \x01'
    assert loads(dumps(loads(text))) == loads(text)


def test_a_duration_at_the_start_is_told_from_a_text_and_from_a_record() -> None:
    graph = loads(
        f"""{HEAD}[variables]
pause = {{ duration = "P2D" }}
code = "P2D"
trip = {{ duration = 5 }}
[[events]]
id = "wait"
label = "Vent"
scalar = true
value = "P4W"
[[events.fields]]
id = "wait"
type = "duration"
[[events]]
id = "stay"
label = "Ophold"
value = {{ duration = "P1M", stays = [{{ duration = "P3D", night = {{ duration = "P1D" }} }}] }}
[[events.fields]]
id = "duration"
[[events.fields]]
id = "stays"
type = "group"
[[events.fields.fields]]
id = "duration"
[[events.fields.fields]]
id = "night"
type = "duration"
"""
    )
    assert graph.initial.values == {
        "pause": Duration(days=2),
        "code": "P2D",
        "trip": {"duration": 5},
        "wait": Duration(days=28),
        "stay": {"duration": "P1M", "stays": ({"duration": "P3D", "night": Duration(days=1)},)},
    }
    assert loads(dumps(graph)) == graph
    assert 'pause = { duration = "P2D" }' in dumps(graph)


def test_what_should_be_a_duration_at_the_start_and_is_none_is_told_with_its_line() -> None:
    field = '[[events.fields]]\nid = "w"\ntype = "duration"\n'
    found = errors(
        f'{HEAD}[variables]\npause = {{ duration = "kort" }}\n'
        f'[[events]]\nid = "a"\nlabel = "A"\nscalar = true\nvalue = "to uger"\n{field}'
    )
    assert [error.partition(". Skriv")[0] for error in found] == [
        "linje 5, variables.pause: »kort« er ikke en varighed",
        "linje 10, events.a.value: »to uger« er ikke en varighed",
    ]


def test_foreign_ids_with_spaces_come_back_the_same() -> None:
    text = HEAD + '[[events]]\nid = "Fill out"\nlabel = "Udfyld"\n'
    graph = loads(text + '[[relations]]\nis = \'"Fill out" -->% "Fill out"\'\n')
    assert graph.relations[0].source == "Fill out"
    assert loads(dumps(graph)) == graph


def test_every_mistake_is_found_at_once_with_its_line() -> None:
    found = errors(
        HEAD
        + '[[events]]\nid = "a"\nlabel = "A"\nroles = ["boss"]\ncolour = "red"\n'
        + '[[relations]]\nis = "a -->* nowhere"\ndelay = "soon"\nguard = "a >"\n'
    )
    assert len(found) == 5
    assert found[0] == "linje 7, events.a.roles: Rollen »boss« findes ikke."
    assert found[1].startswith("linje 8, events.a.colour: »colour« kendes ikke her.")
    assert found[2] == ("linje 10, relations.a -->* nowhere.is: Trinnet »nowhere« findes ikke.")
    assert found[3].startswith("linje 11, relations.a -->* nowhere.delay: »soon« er ikke")
    assert found[4].startswith("linje 12, relations.a -->* nowhere.guard: Her mangler en værdi")


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('[[events]]\nid = "a"\nlabel = "A2"\n', "Trinnet »a« findes to gange."),
        ('[[groups]]\nid = "a"\n', "Trinnet »a« findes to gange."),
        ('[[roles]]\nid = "r"\n[[roles]]\nid = "r"\n', "Rollen »r« findes to gange."),
        ('[[events]]\nlabel = "X"\n', "»id« mangler."),
        ('[[events]]\nid = "x"\n', "»label« mangler."),
        ('[[events]]\nid = 3\nlabel = "X"\n', "Her skal stå en tekst i anførselstegn."),
        ('[[events]]\nid = "x"\nlabel = "X"\nroles = "r"\n', "Her skal stå en liste af tekster"),
        ('[[events]]\nid = "x"\nlabel = "X"\nincluded = "no"\n', "Her skal stå true eller false."),
        ('[[events]]\nid = "x"\nlabel = "X"\npending = 3\n', "Her skal stå true, false"),
        ('[[events]]\nid = "x"\nlabel = "X"\nexecuted = 2026-01-05T09:00:00\n', "mangler tidszone"),
        ('[[events]]\nid = "x"\nlabel = "X"\nphase = "p"\n', "Fasen »p« findes ikke."),
        ('[[events]]\nid = "x"\nlabel = "X"\ngroup = "g"\n', "Gruppen »g« findes ikke."),
        ('[[events]]\nid = "x"\nlabel = "X"\ntype = "robot"\n', "»robot« kendes ikke."),
        ('[[events]]\nid = "x"\nlabel = "X"\ncites = "lov"\n', "Her skal stå en liste"),
        ('[[events]]\nid = "x"\nlabel = "X"\ncites = [3]\n', "En henvisning skrives"),
        ('[[events]]\nid = "x"\nlabel = "X"\nfields = 3\n', "Her skal stå tabeller"),
        ('[[events]]\nid = "x"\nlabel = "X"\ncomputation = "y"\n', "»y« er hverken et trin"),
        ('[[events]]\nid = "x"\nlabel = "X"\ncomputation = "a.n"\n', "»a« har intet felt »n«."),
        ('[[groups]]\nid = "x"\nparent = "y"\n[[groups]]\nid = "y"\nparent = "x"\n', "inden i sig"),
        ('[[groups]]\nid = "x"\nparent = "y"\n', "Gruppen »y« findes ikke."),
        ('[[relations]]\nis = "a b"\n', "Pilen kan ikke læses ved »b«."),
        ('[[relations]]\nis = "a -> b"\n', "fra »-> b«. Brug en af: -->*  *-->"),
        ('[[events]]\nid = "x"\nlabel = "X"\ngroup = "a"\n', "»a« er et trin og kan ikke have"),
        ('[[groups]]\nid = "k"\nparent = "k"\n', "»k« ligger inden i sig selv"),
        ('[[relations]]\nguard = "true"\n', "»is« mangler."),
        ('[[relations]]\nis = "a -->= b"\n', "En opdatering skal sige hvilken værdi"),
        ('[[relations]]\nis = "a -->* b"\ndeadline = 3\n', "kan kun stå på en pligt"),
        ('[[relations]]\nis = "a *--> b"\ndelay = 3\n', "kan kun stå på en betingelse"),
        ('[[relations]]\nis = "a -->* b"\nrestart = true\n', "kan kun stå på en pligt"),
        ('[[relations]]\nis = "a -->* b"\ndelay = 3\ndelay_from = "a"\n', "ikke begge"),
        ('[[relations]]\nis = "a -->* b"\ndelay_from = "c"\n', "hverken et trin eller en var"),
        ('[[relations]]\nis = "a -->* b"\ndelay = true\n', "Her skal stå en varighed"),
        ("variables = 3\n", "Her skal stå en tabel"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_plain_words(lines: str, says: str) -> None:
    top = lines if lines.startswith("variables") else ""
    found = errors(HEAD + top + TWO + ("" if top else lines))
    assert any(says in error for error in found), found


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ('type = "colour"', "»colour« kendes ikke."),
        ('type = "choice"', "Et valg skal have mindst én mulighed."),
        ('options = [{ value = "x" }]', "har muligheder"),
        ('type = "choice"\noptions = [{ value = "x" }, { value = "x" }]', "samme value"),
        ('type = "choice"\noptions = [{ label = "x" }]', "»value« mangler."),
        ('type = "integer"\nmin = "few"', "kan ikke være en grænse"),
        ('type = "date"\nmax = "2026-02-30"', "kan ikke være en grænse"),
        ("min = true", "Her skal stå et tal, en dato eller en tekst."),
        ('show_if = "sibling"', "»sibling« er hverken"),
        ('show_if = "f >"', "Her mangler en værdi"),
        ('colour = "red"', "»colour« kendes ikke her."),
    ],
)
def test_a_mistake_in_a_field_is_told_with_its_line(field: str, says: str) -> None:
    text = HEAD + '[[events]]\nid = "a"\nlabel = "A"\n[[events.fields]]\nid = "f"\n' + field
    found = errors(text + '\n[[events]]\nid = "b"\nlabel = "B"\n')
    assert len(found) == 1
    assert says in found[0]
    assert found[0].startswith(tuple(f"linje {line}, " for line in range(7, 11)))
    assert "events.a.fields.f" in found[0]


def test_two_fields_of_one_event_may_not_share_an_id() -> None:
    field = '[[events.fields]]\nid = "f"\n'
    found = errors(f'{HEAD}[[events]]\nid = "a"\nlabel = "A"\nscalar = true\n{field}{field}')
    assert [error.split(": ")[1] for error in found] == [
        "To felter har samme id.",
        "Et trin med én værdi kan kun have ét felt.",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [(HEAD + "[[events]\n", 4), (HEAD + 'x = "', 4), ('id = "g"\nid = "h"', 2)],
)
def test_broken_toml_says_the_line(text: str, line: int) -> None:
    found = errors(text)
    assert len(found) == 1
    assert found[0].startswith(f"linje {line}: Linjen er ikke gyldig TOML")


def test_a_text_over_several_lines_does_not_move_the_line_numbers() -> None:
    long = '[[events]]\nid = "a"\nlabel = "A"\nhelp = """\nid = "not me"\n[[events]]\n"""\nx = 1\n'
    assert errors(HEAD + long) == [
        "linje 11, events.a.x: »x« kendes ikke her. Kendte nøgler: "
        + errors(HEAD + long)[0].split("Kendte nøgler: ")[1]
    ]


def test_an_absurdly_long_file_is_refused() -> None:
    assert errors("#" * 2_000_001) == ["Filen er for stor til at være en graf."]


def test_a_graph_of_events_alone_is_a_graph() -> None:
    assert loads(HEAD + TWO) == Graph(
        "g", "1", "T", events=loads(HEAD + TWO).events, initial=loads(HEAD + TWO).initial
    )


def test_the_words_of_event_logs_come_back() -> None:
    names = 'log_names = ["T02 Check", "check \\"it\\""]\n'
    graph = loads(HEAD + '[[events]]\nid = "a"\nlabel = "A"\n' + names)
    assert graph.event("a").log_names == ("T02 Check", 'check "it"')
    assert loads(dumps(graph)) == graph
