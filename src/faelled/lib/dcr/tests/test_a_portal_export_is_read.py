"""Portal XML: events, nesting, roles, data, relations, times and the marking."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

import pytest

from faelled.lib.dates import Duration
from faelled.lib.dcr import EventType, Field, FieldType, Group, Kind, Phase, Relation, Role
from faelled.lib.dcr.formats.portal import loads
from faelled.lib.dcr.formats.problems import GraphError
from faelled.lib.dcr.formats.read import load_graph
from faelled.lib.dcr.tests.portal_xml import event, export, rule

AB = event("a") + event("b")
value_field = partial(Field, "value", "A")


def errors(data: bytes) -> list[str]:
    with pytest.raises(GraphError) as caught:
        load_graph(data)
    return [problem.message for problem in caught.value.errors]


def test_title_version_labels_and_roles() -> None:
    custom = (
        "<roles><role>Borger</role><role/></roles><readRoles><readRole>Chef</readRole></readRoles>"
    )
    graph = loads(
        export(
            events=event("a", custom=custom) + event("b"),
            labels={"a": "Søg nu"},
            resources="<custom><roles><role>Læser</role></roles><graphLanguage>en-US</graphLanguage>"
            "<graphDetails>&lt;p&gt;Om grafen&lt;/p&gt;</graphDetails></custom>",
        )
    )
    assert (graph.id, graph.version, graph.title) == ("en-proeve", "17", "En prøve")
    assert (graph.language, graph.summary) == ("en", "Om grafen")
    assert graph.roles == tuple(Role(name, name) for name in ("Læser", "Borger", "Chef"))
    first, second = graph.events
    assert (first.label, first.roles, first.read_roles) == ("Søg nu", ("Borger",), ("Chef",))
    assert second.label == "b"


def test_an_event_that_holds_others_is_a_group_with_or_without_its_type() -> None:
    roles = "<roles><role>R</role></roles>"
    inner = event("g", event("a"), kind="nesting", custom=roles)
    graph = loads(export(events=event("outer", inner), labels={"g": "Gruppe"}))
    assert graph.groups == (
        Group("outer", "outer"),
        Group("g", "Gruppe", parent="outer", roles=("R",)),
    )
    assert [(found.id, found.parent) for found in graph.events] == [("a", "g")]
    assert graph.roles == (Role("R", "R"),)


def test_phases_come_from_the_event_or_the_group_around_it() -> None:
    inner = event("a") + event("b", custom="<groups><group>Gul</group></groups>")
    group = event("g", inner, custom="<phases><phase>Høring</phase></phases>")
    typed = event("p", event("c"), custom="<eventType>CasePhase</eventType>")
    graph = loads(
        export(
            events=group + typed,
            labels={"p": "Udbetaling"},
        )
    )
    assert {found.id: found.phase for found in graph.events} == {
        "a": "Høring", "b": "Gul", "c": "Udbetaling",
    }  # fmt: skip
    assert graph.phases == tuple(Phase(name, name) for name in ("Høring", "Gul", "Udbetaling"))


@pytest.mark.parametrize(
    ("data_type", "field"),
    [
        ('<dataType min="NaN" max="NaN">int</dataType>', value_field(FieldType.INTEGER)),
        (
            '<dataType min="0" max="9">int</dataType>',
            value_field(FieldType.INTEGER, min="0", max="9"),
        ),
        ('<dataType min="0" max="255">datetime</dataType>', value_field(FieldType.DATETIME)),
        ('<dataType min="x">longtext</dataType>', value_field(FieldType.LONGTEXT)),
        ('<dataType hinttext="Husk">bool</dataType>', value_field(FieldType.BOOLEAN, help="Husk")),
        ("<dataType>something new</dataType>", value_field(FieldType.TEXT)),
    ],
)
def test_a_data_event_carries_one_value(data_type: str, field: Field) -> None:
    custom = f"<eventData>{data_type}</eventData>"
    found = loads(export(events=event("a", custom=custom), labels={"a": "A"})).event("a")
    assert (found.fields, found.scalar) == ((field,), True)


def test_an_event_that_a_guard_reads_carries_a_value_too() -> None:
    constraints = rule("includes", "include", "a", "b", expressionId="g")
    constraints += rule("updates", "update", "b", "c", valueExpressionId="v")
    graph = loads(
        export(
            events=AB + event("c") + '<event id="d" computation="v"/>' + event("e"),
            constraints=constraints,
            expressions={"g": "a &gt; 1", "v": "a + 1"},
        )
    )
    assert {found.id: found.scalar for found in graph.events} == {
        "a": True, "b": False, "c": True, "d": True, "e": False,
    }  # fmt: skip
    assert graph.event("d").computation == "a + 1"


@pytest.mark.parametrize(
    ("group", "tag", "kind"),
    [
        ("conditions", "condition", Kind.CONDITION),
        ("responses", "response", Kind.RESPONSE),
        ("coresponses", "coresponse", Kind.CANCEL),
        ("excludes", "exclude", Kind.EXCLUDE),
        ("includes", "include", Kind.INCLUDE),
        ("milestones", "milestone", Kind.MILESTONE),
        ("spawns", "spawn", Kind.SPAWN),
        ("templateSpawns", "templateSpawn", Kind.SPAWN),
    ],
)
def test_every_kind_of_rule_is_read(group: str, tag: str, kind: Kind) -> None:
    text = rule(group, tag, "a", "b", description="Fordi", time="")
    assert loads(export(events=AB, constraints=text)).relations == (
        Relation(kind, "a", "b", why="Fordi"),
    )


@pytest.mark.parametrize(
    ("time", "length"),
    [
        ("P1D", Duration(days=1)),
        ("P1M", Duration(months=1)),
        ("PT1H", Duration(seconds=3600)),
        ("3d", Duration(days=3)),
        ("1w", Duration(days=7)),
        ("20", Duration(days=20)),
    ],
)
def test_time_is_a_delay_or_a_deadline(time: str, length: Duration) -> None:
    text = rule("conditions", "condition", "a", "b", time=time)
    text += rule("responses", "response", "a", "b", time=time)
    text += rule("milestones", "milestone", "a", "b", time=time)
    condition, response, milestone = loads(export(events=AB, constraints=text)).relations
    assert (condition.delay, condition.deadline) == (length, None)
    assert (response.delay, response.deadline) == (None, length)
    assert (milestone.delay, milestone.deadline) == (None, None)


def test_time_may_name_the_event_that_holds_it() -> None:
    text = rule("conditions", "condition", "a", "b", time="a")
    text += rule("responses", "response", "a", "b", time="a")
    graph = loads(export(events=AB, constraints=text))
    assert graph.relations[0].delay_from == graph.relations[1].deadline_from == "a"
    assert graph.event("a").scalar


def test_guards_and_values_come_from_the_expressions() -> None:
    text = rule("updates", "update", "a", "b", valueExpressionId="v", expressionId="g")
    text += rule("conditions", "condition", "a", "b", expressionId="w")
    expressions = {"v": "a * 2", "g": "a != 1 &amp;&amp; !b", "w": "P1W"}
    update, waits = sorted(
        loads(export(events=AB, constraints=text, expressions=expressions)).relations,
        key=lambda found: found.kind is Kind.CONDITION,
    )
    assert (update.value, update.guard) == ("a * 2", "a != 1 && !b")
    assert (waits.guard, waits.delay) == (None, Duration(days=7))


def test_the_marking_a_case_begins_in() -> None:
    marking = """
      <globalStore><variable id="n" value="1"/><variable id="d" value="1.5"/>
        <variable id="t" value="true"/><variable id="s" value="v1"/></globalStore>
      <executed><event id="a" time="2023-01-09T14:02:10.5330000+00:00"/><event id="b" time="P-1D"/>
        <event id="c"/></executed>
      <included><event id="a"/><event id="g"/></included>
      <pendingResponses><event id="a" deadline="10"/><event id="b"/>
        <event id="c" deadline="2023-01-09T14:00:00"/></pendingResponses>"""
    initial = loads(export(events=event("g", AB + event("c")), marking=marking)).initial
    assert initial.values == {"n": 1, "d": Decimal("1.5"), "t": True, "s": "v1"}
    assert initial.executed == {
        "a": datetime(2023, 1, 9, 14, 2, 10, 533000, tzinfo=UTC),
        "b": Duration(days=-1),
        "c": None,
    }
    assert initial.included == {"a"}
    assert initial.pending == {
        "a": Duration(days=10),
        "b": None,
        "c": datetime(2023, 1, 9, 13, tzinfo=UTC),
    }


def test_a_sub_process_keeps_its_events_rules_and_marking() -> None:
    inner = export(
        events=AB,
        constraints=rule("conditions", "condition", "a", "b"),
        marking='<included><event id="a"/></included>'
        '<globalStore><variable id="n" value="2"/></globalStore>',
    ).decode()
    graph = loads(
        export(
            events=event("s", event("c"), kind="subprocess"),
            resources='<subProcesses><subProcess id="many" name="Mange"><custom/>'
            f"{inner}</subProcess></subProcesses>",
            constraints=rule("spawns", "spawn", "c", "many", spawnType="instance"),
            marking='<included><event id="s"/></included>',
        )
    )
    assert {found.id: (found.type, found.parent) for found in graph.events} == {
        "s": (EventType.SUBPROCESS, None),
        "c": (EventType.ACTIVITY, "s"),
        "many": (EventType.TEMPLATE, None),
        "a": (EventType.ACTIVITY, "many"),
        "b": (EventType.ACTIVITY, "many"),
    }
    assert [found.kind for found in graph.relations] == [Kind.SPAWN, Kind.CONDITION]
    assert graph.initial.included == {"s", "a", "many"}
    assert graph.initial.values == {"n": 2}


def test_a_template_inside_an_event_is_read() -> None:
    inner = export(events=event("x")).decode()
    text = f'<event id="t" type="template"><custom/><template>{inner}</template></event>'
    graph = loads(export(events=text))
    assert (graph.event("t").type, graph.event("x").parent) == (EventType.TEMPLATE, "t")


def test_help_is_plain_text() -> None:
    custom = "<guide>&lt;p&gt;Husk&amp;nbsp;§ 19&lt;/p&gt;</guide>"
    custom += "<eventDescription>Mere</eventDescription>"
    assert loads(export(events=event("a", custom=custom))).event("a").help == "Husk § 19\nMere"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (export(events=event("a") + event("a")), "Trinnet »a« findes to gange."),
        (export(events="<event/>"), "Trinnet mangler et id."),
        (export(events='<event id="a" computation="c"/>'), "Udtrykket »c« findes ikke."),
        (export(events=AB, expressions={"g": "a &gt;"}), "Her mangler en værdi"),
        (export(events=AB, constraints=rule("includes", "include", "a", "x")), "Trinnet »x« f"),
        (
            export(events=AB, constraints=rule("includes", "include", "a", "b", expressionId="g")),
            "Udtrykket »g« findes ikke.",
        ),
        (
            export(events=AB, constraints=rule("responses", "response", "a", "b", time="soon")),
            "Tiden »soon« er hverken en varighed eller et trin.",
        ),
        (
            export(events=AB, marking='<executed><event id="x"/></executed>'),
            "Trinnet »x« findes ikke.",
        ),
        (
            export(events=AB, marking='<executed><event id="a" time="soon"/></executed>'),
            "»soon« er hverken et tidspunkt eller en varighed.",
        ),
        (b"<svg/>", "Filen begynder med <svg>, ikke <dcrgraph>."),
        (b"<dcrgraph>", "Filen er ikke gyldig XML"),
        (b"\xff\xfe<", "Filen er ikke gyldig XML"),
        (b"id = \xff", "Filen er ikke tekst i UTF-8."),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_in_plain_words(data: bytes, says: str) -> None:
    found = errors(data)
    assert len(found) == 1
    assert found[0].startswith(says)


def test_all_problems_of_an_export_are_told_at_once_with_their_lines() -> None:
    text = rule("includes", "include", "a", "x") + rule("excludes", "exclude", "y", "a", time="z")
    with pytest.raises(GraphError) as caught:
        loads(export(events=event("a"), constraints=text))
    assert [(problem.path, problem.line) for problem in caught.value.errors] == [
        ("exclude.y->a", 10),
        ("include.a->x", 10),
    ]
