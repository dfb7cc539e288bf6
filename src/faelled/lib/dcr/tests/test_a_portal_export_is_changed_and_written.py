"""An export is read, changed and written: what we do not know stays, what we changed is there."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from faelled.lib.dcr.duration import Duration
from faelled.lib.dcr.formats.portal import loads
from faelled.lib.dcr.formats.portal_out import dumps, unordered
from faelled.lib.dcr.formats.safe_xml import parse_xml
from faelled.lib.dcr.graph import Event, EventType, Graph, Group, Initial, Kind, Relation, Role
from faelled.lib.dcr.tests import drawn, drawn_inside
from faelled.lib.dcr.tests.changing import with_new_id, without
from faelled.lib.dcr.tests.effort import looking_at
from faelled.lib.dcr.tests.portal_xml import event, export, rule
from faelled.lib.dcr.values import Value

UNKNOWN = '<precondition message="m"/>'
PLAIN = export(
    events=event("a", UNKNOWN, custom='<costs>7</costs><visualization x="1"/>') + event("b"),
    labels={"a": "Ansøg", "b": "Afgør"},
    constraints=rule("conditions", "condition", "a", "b", time="3d", link="x", expressionId="g")
    + rule("responses", "response", "a", "b", filterLevel="2", time="P1W"),
    expressions={"g": "a > 3", "unused": "1"},
    resources="<custom><keywords odd='1'>k</keywords><highlighterMarkup/></custom>",
    marking='<globalStore><variable id="a" value="4"/></globalStore>'
    '<included><event id="a" odd="1"/><event id="b"/></included>'
    '<pendingResponses><event id="b" deadline="P2D"/></pendingResponses>',
)


def canonical(data: bytes) -> bytes:
    return etree.tostring(parse_xml(data), method="c14n")


def tree(graph: Graph, onto: bytes = PLAIN) -> etree._Element:
    """What is written, after it has been seen to say what the graph says."""
    data = dumps(graph, onto)
    assert unordered(loads(data)) == unordered(graph)
    return parse_xml(data)


@given(st.integers(0, 10**9))
@looking_at(15)
def test_any_graph_is_kept_and_what_is_unknown_with_it(seed: int) -> None:
    draw = random.Random(seed)
    one, other = (loads(dumps(drawn.graph(draw))) for _ in range(2))
    data = _with_odd_parts(dumps(one), draw)
    assert unordered(loads(data)) == unordered(one)
    assert canonical(dumps(loads(data), data)) == canonical(data)
    assert unordered(loads(dumps(other, data))) == unordered(other)


@given(st.integers(0, 10**9))
@looking_at(10)
def test_sub_processes_and_templates_inside_one_another_are_kept_too(seed: int) -> None:
    draw = random.Random(seed)
    graph = drawn_inside.graph(draw)
    one, other = loads(dumps(graph)), loads(dumps(drawn_inside.graph(draw)))
    places = {event.id: (event.type, event.parent) for event in graph.events}
    assert {event.id: (event.type, event.parent) for event in one.events} == places
    assert one.initial.included == graph.initial.included
    assert unordered(loads(dumps(one))) == unordered(one)
    assert unordered(loads(dumps(other, dumps(one)))) == unordered(other)


def _with_odd_parts(data: bytes, draw: random.Random) -> bytes:
    root = parse_xml(data)
    for element in [*root.iter(etree.Element)]:
        if draw.random() < 0.3:
            element.set("odd", str(draw.random()))
        if draw.random() < 0.2 and not (element.text or "").strip():
            etree.SubElement(element, "unknown", here="yes").text = "as it was"
    return etree.tostring(root)


@given(st.integers(0, 10**9))
@looking_at(10)
def test_relations_events_and_groups_of_any_graph_have_a_place(seed: int) -> None:
    before = drawn.graph(random.Random(seed))
    after = loads(dumps(before))
    assert {item.id for item in before.events} == {item.id for item in after.events}
    assert set(before.groups) == set(after.groups)
    assert set(map(_as_the_portal_has_it, before.relations)) == set(after.relations)


def _as_the_portal_has_it(rule: Relation) -> Relation:
    """It knows no fresh deadline, and one time for each relation."""
    kept = rule.delay is None and rule.deadline is None
    return replace(
        rule,
        restart=False,
        delay_from=rule.delay_from if kept else None,
        deadline_from=rule.deadline_from if kept else None,
    )


def test_an_unchanged_graph_gives_the_same_document() -> None:
    assert canonical(dumps(loads(PLAIN), PLAIN)) == canonical(PLAIN)


def test_a_new_label_role_and_help_are_written_and_the_rest_stays() -> None:
    graph = loads(PLAIN)
    first = replace(graph.event("a"), label="Søg", roles=("Borger",), help="Læs <dette>")
    changed = replace(graph, events=(first, graph.events[1]), roles=(Role("Borger", "Borger"),))
    root = tree(changed)
    element = root.find(".//event[@id='a']")
    assert element is not None
    assert element.findtext("custom/costs") == "7"
    assert element.find("precondition") is not None
    assert [item.get("labelId") for item in root.iter("labelMapping")] == ["Søg", "Afgør"]
    assert root.find(".//keywords[@odd='1']") is not None


def test_a_removed_event_takes_its_label_marking_and_relations_with_it() -> None:
    root = tree(without(loads(PLAIN), "b"))
    text = etree.tostring(root, encoding="unicode")
    assert '"b"' not in text and "Afgør" not in text
    assert [item.get("id") for item in root.iter("expression")] == ["unused"]


def test_a_renamed_event_keeps_everything_said_of_it() -> None:
    before = without(loads(PLAIN), "never")
    graph = replace(before, relations=before.relations[1:])
    data = dumps(graph, PLAIN)
    root = tree(with_new_id(graph, "a", "apply"), data)
    element = root.find(".//event[@id='apply']/custom/costs")
    assert element is not None and element.text == "7"
    assert root.find(".//included/event[@id='apply']").get("odd") == "1"  # type: ignore[union-attr]
    assert root.find(".//response").get("filterLevel") == "2"  # type: ignore[union-attr]


def test_a_changed_relation_keeps_its_attributes_and_gets_its_expression() -> None:
    graph = loads(PLAIN)
    condition = replace(graph.relations[0], guard="a > 5", delay=Duration(days=9), why="Fordi")
    element = tree(replace(graph, relations=(condition, graph.relations[1]))).find(".//condition")
    assert element is not None
    assert (element.get("link"), element.get("time")) == ("x", "P9D")
    assert element.get("description") == "Fordi"


def test_an_expression_that_two_relations_share_is_changed_for_one_of_them() -> None:
    data = export(
        events=event("a") + event("b"),
        constraints=rule("includes", "include", "a", "b", expressionId="g")
        + rule("excludes", "exclude", "b", "a", expressionId="g"),
        expressions={"g": "a = 1"},
    )
    graph = loads(data)
    tree(
        replace(
            graph, relations=(replace(graph.relations[0], guard="a = 2"), *graph.relations[1:])
        ),
        data,
    )


def test_updates_keep_the_graphs_order_since_the_last_one_counts() -> None:
    data = export(
        events=event("a") + event("b"),
        constraints=rule("updates", "update", "a", "b", valueExpressionId="v"),
        expressions={"v": "1"},
    )
    graph = loads(data)
    first = Relation(Kind.UPDATE, "a", "b", value="2")
    written = loads(dumps(replace(graph, relations=(first, *graph.relations)), data))
    assert [rule.value for rule in written.relations] == ["2", "1"]


def test_events_move_into_groups_and_templates_and_out_again() -> None:
    graph = loads(PLAIN)
    inside = replace(graph.events[1], parent="t")
    template = Event("t", "Besøg", type=EventType.TEMPLATE)
    spawn = Relation(Kind.SPAWN, "a", "t")
    made = replace(
        graph,
        events=(graph.events[0], template, inside),
        relations=(*graph.relations, spawn),
        initial=replace(graph.initial, included=graph.initial.included | {"t"}),
    )
    data = dumps(made, PLAIN)
    assert unordered(loads(data)) == unordered(made)
    assert parse_xml(data).find(".//event[@id='t']/template/dcrgraph//event[@id='b']") is not None
    grouped = replace(
        graph,
        groups=(Group("g", "Gruppe"),),
        events=tuple(replace(item, parent="g") for item in graph.events),
    )
    assert unordered(loads(dumps(grouped, data))) == unordered(grouped)
    assert unordered(loads(dumps(graph, dumps(grouped, data)))) == unordered(graph)


def test_the_portals_own_picture_of_an_old_marking_is_emptied() -> None:
    data = PLAIN.replace(
        b"<marking>",
        b"<custom><globalMarking><executed><event fullPath='a'/></executed></globalMarking>"
        b"</custom><marking>",
    )
    graph = loads(data)
    assert b"fullPath" in dumps(graph, data)
    begun = replace(graph.initial, executed={"a": Duration(days=-1)})
    assert b"fullPath" not in dumps(replace(graph, initial=begun), data)


def test_the_head_is_written() -> None:
    graph = replace(loads(PLAIN), title="Ny", version="18", language="en", summary="Om <alt>")
    written = loads(dumps(graph, PLAIN))
    assert (written.title, written.version, written.language) == ("Ny", "18", "en")
    assert written.summary == "Om <alt>"


def test_values_are_written_where_the_portal_looks_for_them() -> None:
    graph = loads(PLAIN)
    values: dict[str, Value] = {"a": 5, "limit": 10}
    root = tree(
        replace(graph, initial=Initial({}, {}, graph.initial.included, values)),
    )
    assert root.find(".//globalStore/variable[@id='a']").get("value") == "5"  # type: ignore[union-attr]
    assert root.find(".//variables/variable[@id='limit']").get("value") == "10"  # type: ignore[union-attr]
