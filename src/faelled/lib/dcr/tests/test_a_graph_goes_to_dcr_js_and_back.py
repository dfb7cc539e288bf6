"""DCR-js opens what we write, and what it drew is kept."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from faelled.lib.dcr.formats import dcrjs, dcrjs_out
from faelled.lib.dcr.formats.portal_out import unordered
from faelled.lib.dcr.formats.problems import GraphError
from faelled.lib.dcr.graph import EventType, FieldType, Kind
from faelled.lib.dcr.tests import drawn
from faelled.lib.dcr.tests.effort import looking_at

SPACES = (
    'xmlns:dcr="http://tk/schema/dcr" xmlns:dcrDi="http://tk/schema/dcrDi" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
)


def file(parts: str, drawing: str = "") -> bytes:
    return (
        f'<dcr:definitions {SPACES}><dcr:dcrGraph id="G">{parts}</dcr:dcrGraph>'
        f'<dcrDi:dcrRootBoard id="B"><dcrDi:dcrPlane id="P" boardElement="G">{drawing}'
        "</dcrDi:dcrPlane></dcrDi:dcrRootBoard></dcr:definitions>"
    ).encode()


MEDICINE = file(
    '<dcr:event id="e1" role="Doctor" description="Diagnose" included="true" executed="true">'
    '<dcr:eventData name="Diagnosis" type="Bool" default="true"/></dcr:event>'
    '<dcr:event id="e2" role="Patient" description="Buy" included="true" pending="true" own="1"/>'
    '<dcr:relation id="r1" type="response" sourceRef="e1" targetRef="e2" time="P30D"'
    ' guard="Diagnosis = true"/>'
    '<dcr:relation id="r2" type="condition" sourceRef="e1" targetRef="e2"/>',
    '<dcrDi:dcrShape id="e2_di" boardElement="e2"><dc:Bounds x="7" y="8" width="9" height="10"/>'
    "</dcrDi:dcrShape>",
)


def test_events_data_guards_and_times_are_read() -> None:
    graph = dcrjs.loads(MEDICINE)
    response, condition = graph.relations
    assert (response.guard, response.deadline and response.deadline.format()) == (
        "e1 = true",
        "P30D",
    )
    assert condition.kind is Kind.CONDITION
    assert graph.event("e1").fields[0].type is FieldType.BOOLEAN
    assert graph.event("e2").roles == ("Patient",)
    assert graph.initial.values == {"e1": True}
    assert (set(graph.initial.executed), set(graph.initial.pending)) == ({"e1"}, {"e2"})


def test_the_file_keeps_its_drawing_its_ids_and_what_is_unknown() -> None:
    graph = dcrjs.loads(MEDICINE)
    first = replace(graph.events[0], label="Stil diagnose")
    data = dcrjs_out.dumps(replace(graph, events=(first, graph.events[1])), MEDICINE)
    assert dcrjs.loads(data).event("e1").label == "Stil diagnose"
    text = data.decode()
    assert 'guard="Diagnosis = true"' in text and 'own="1"' in text
    assert 'x="7"' in text and 'id="r2"' in text


def test_nestings_are_groups_and_sub_processes_sub_processes() -> None:
    graph = dcrjs.loads(
        file(
            '<dcr:nesting id="n" role="Title"><dcr:event id="a" role="A" included="true"/>'
            '</dcr:nesting><dcr:subProcess id="s" multi-instance="true" included="true">'
            '<dcr:event id="b" included="true"/></dcr:subProcess><dcr:subProcess id="t"/>'
            '<dcr:relation id="r" type="spawn" sourceRef="a" targetRef="s"/>'
        )
    )
    assert [(group.id, group.label) for group in graph.groups] == [("n", "Title")]
    assert (graph.event("a").parent, graph.event("a").label, graph.event("a").roles) == (
        "n",
        "A",
        (),
    )
    kinds = (graph.event("s").type, graph.event("t").type)
    assert kinds == (EventType.TEMPLATE, EventType.SUBPROCESS)
    assert "s" in graph.initial.included
    assert unordered(dcrjs.loads(dcrjs_out.dumps(graph))) == unordered(graph)


@given(st.integers(0, 10**9))
@looking_at(10)
def test_what_has_a_place_in_dcr_js_comes_back(seed: int) -> None:
    once = dcrjs.loads(dcrjs_out.dumps(drawn.graph(random.Random(seed))))
    data = dcrjs_out.dumps(once)
    assert unordered(dcrjs.loads(data)) == unordered(once)
    assert dcrjs_out.dumps(once, data) == data
    root = etree.fromstring(data)
    shapes = root.findall(".//{http://tk/schema/dcrDi}dcrShape")
    assert len(shapes) == len(once.events) + len(once.groups)


A, LOOP = '<dcr:event id="a"/>', 'sourceRef="a" targetRef="a"'


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ("<dcr:event/>", "mangler et id"),
        ('<dcr:event id="a"/><dcr:event id="a"/>', "findes to gange"),
        ('<dcr:relation type="loves" sourceRef="a" targetRef="a"/>', "»loves«, som ikke kendes"),
        ('<dcr:relation sourceRef="a" targetRef="a"/>', "Reglens art mangler"),
        ('<dcr:relation type="include" sourceRef="a" targetRef="b"/>', "»a« findes ikke"),
        (
            '<dcr:event id="a"><dcr:eventData type="Duration" default="kort"/></dcr:event>',
            "»kort« er ikke en varighed",
        ),
        (f'{A}<dcr:relation type="include" {LOOP} guard="1 +"/>', "mangler en værdi"),
        (f'{A}<dcr:relation type="condition" {LOOP} time="soon"/>', "varighed"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(parts: str, message: str) -> None:
    with pytest.raises(GraphError) as caught:
        dcrjs.loads(file(parts))
    assert message in str(caught.value)
    assert caught.value.errors[0].line == 1
    assert caught.value.errors[0].path


def test_a_file_without_a_graph_is_no_graph() -> None:
    with pytest.raises(GraphError, match="ingen graf"):
        dcrjs.loads(f"<dcr:definitions {SPACES}/>".encode())
