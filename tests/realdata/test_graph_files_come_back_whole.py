"""Every file of the portal and of DCR-js is read, changed and written without a loss."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from faelled.lib.dcr.formats import dcrjs, dcrjs_out, native, portal, portal_out, tdcr
from faelled.lib.dcr.formats.portal_out import unordered
from faelled.lib.dcr.formats.problems import GraphError
from faelled.lib.dcr.formats.read import Format, format_of, load_graph
from faelled.lib.dcr.formats.safe_xml import parse_xml
from faelled.lib.dcr.graph import EventType, Graph
from faelled.lib.dcr.tests.changing import with_new_id, without

pytestmark = pytest.mark.realdata


def files(data: Path, format: Format) -> dict[str, bytes]:
    paths = [*(data / "dcr" / "portal").glob("*.xml"), *(data / "dcr" / "dcrjs").glob("*.xml")]
    found = {path.name: path.read_bytes() for path in sorted(paths)}
    return {name: text for name, text in found.items() if format_of(text) is format}


def canonical(data: bytes) -> bytes:
    return etree.tostring(parse_xml(data), method="c14n")


def elements(data: bytes) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    root = etree.fromstring(data)
    return sorted(
        (str(item.tag), tuple(sorted((str(k), str(v)) for k, v in item.attrib.items())))
        for item in root.iter(etree.Element)
    )


def shown(data: bytes) -> int:
    """How many elements there are, beside the portal's own picture of the marking."""
    root = parse_xml(data)
    return sum(
        all(above.tag != "globalMarking" for above in item.iterancestors()) for item in root.iter()
    )


def test_all_files_are_there(data: Path) -> None:
    assert len(files(data, Format.PORTAL)) == 52
    assert len(files(data, Format.DCRJS)) == 12


def test_an_unchanged_export_is_written_as_the_same_document(data: Path) -> None:
    for name, text in files(data, Format.PORTAL).items():
        assert canonical(portal_out.dumps(load_graph(text), text)) == canonical(text), name


def test_an_export_written_anew_says_the_same(data: Path) -> None:
    for name, text in files(data, Format.PORTAL).items():
        graph = load_graph(text)
        again = portal.loads(portal_out.dumps(graph))
        # The id comes of the title, the source of the format.
        assert unordered(again) == unordered(graph), name


def test_one_export_can_be_changed_into_another(data: Path) -> None:
    texts = list(files(data, Format.PORTAL).values())
    for text, other in zip(texts, texts[7:] + texts[:7], strict=True):
        graph = load_graph(other)
        assert unordered(portal.loads(portal_out.dumps(graph, text))) == unordered(graph)


def leaf(graph: Graph) -> str | None:
    """An event that no expression reads and nothing lies in; a few exports have none."""
    said = " ".join(
        text
        for rule in graph.relations
        for text in (rule.guard, rule.value, rule.delay_from, rule.deadline_from)
        if text
    )
    said += " ".join(event.computation or "" for event in graph.events)
    found = (
        event.id
        for event in graph.events
        if event.type is EventType.ACTIVITY and event.id not in said and not event.scalar
    )
    return next(found, None)


def with_leaves(data: Path) -> list[tuple[str, bytes, Graph, str]]:
    whole: list[tuple[str, bytes, Graph, str]] = []
    for name, text in files(data, Format.PORTAL).items():
        graph = load_graph(text)
        id = leaf(graph)
        if id is not None:
            whole.append((name, text, graph, id))
    assert len(whole) == 51
    return whole


def test_a_renamed_event_loses_nothing(data: Path) -> None:
    for name, text, graph, id in with_leaves(data):
        renamed = with_new_id(graph, id, "et-nyt-navn")
        written = portal_out.dumps(renamed, text)
        assert unordered(portal.loads(written)) == unordered(renamed), name
        assert shown(written) == shown(text), name


def test_a_removed_event_leaves_a_right_export(data: Path) -> None:
    for name, text, graph, id in with_leaves(data):
        written = portal.loads(portal_out.dumps(without(graph, id), text))
        left = {event.id for event in written.events} | {group.id for group in written.groups}
        # A sub-process that holds nothing any more is still one; a plain frame becomes a group.
        assert id not in left, name
        assert len(written.relations) == len(without(graph, id).relations), name


def test_a_file_of_dcr_js_comes_back_with_all_its_elements(data: Path) -> None:
    for name, text in files(data, Format.DCRJS).items():
        graph = load_graph(text)
        assert elements(dcrjs_out.dumps(graph, text)) == elements(text), name
        assert unordered(dcrjs.loads(dcrjs_out.dumps(graph))) == unordered(graph), name


def test_graphs_go_from_the_portal_to_dcr_js_with_their_control_flow(data: Path) -> None:
    for name, text in files(data, Format.PORTAL).items():
        graph = load_graph(text)
        drawn = dcrjs.loads(dcrjs_out.dumps(graph))
        assert {event.id for event in drawn.events} == {event.id for event in graph.events}, name
        kept = {(r.kind, r.source, r.target) for r in graph.relations if r.kind != "update"}
        assert {(rule.kind, rule.source, rule.target) for rule in drawn.relations} == kept, name


def test_names_in_guards_survive_both_ways(data: Path) -> None:
    text = files(data, Format.DCRJS)["Multi-perspective_Medical_Prescription.xml"]
    graph = load_graph(text)
    guards = [rule.guard for rule in graph.relations if rule.guard]
    assert guards == ["Event_1thqk39 = true"]
    changed = replace(graph, title=graph.title)
    assert b'guard="Diagnosis = true"' in dcrjs_out.dumps(changed, text)


# What published files of text DCR say that no graph of ours can hold, or what is wrong in them.
NOT_READ = {
    "»foreach« går igennem, kendes først": 2,
    "Et tal i »@range« kendes først": 3,
    "så dybt kan der ikke spørges": 2,
    "»if« kan ikke afgøres her": 1,
    "giver kun 1 trin fra sig": 2,
    "findes allerede": 2,
    "bruger sig selv": 1,
    "er ikke et trin af slagsen": 3,
    "skal være et trin af slagsen": 2,
    "Der gives ikke så mange trin": 1,
    "har ingen parameter": 1,
}


def test_the_files_of_text_dcr_become_graphs_or_say_why_not(data: Path) -> None:
    paths = sorted((data / "dcr" / "tdcr").glob("*.tdcr"))
    read: list[Graph] = []
    refused: list[str] = []
    for path in paths:
        try:
            read.append(tdcr.loads(path.read_text("utf-8")))
        except GraphError as error:
            assert error.errors[0].line is not None
            refused.append(error.errors[0].message)
    assert (len(paths), len(read), len(refused)) == (62, 42, 20)
    found = {text: sum(text in message for message in refused) for text in NOT_READ}
    assert found == NOT_READ
    assert sum(found.values()) == len(refused)
    assert [native.loads(native.dumps(graph)) for graph in read] == read


def test_the_format_of_every_file_of_text_dcr_is_told(data: Path) -> None:
    paths = sorted((data / "dcr" / "tdcr").glob("*.tdcr"))
    odd = {path.name for path in paths if format_of(path.read_bytes()) is not Format.TDCR}
    assert odd == {"tutorial_10-control-flow-annotations_main.tdcr"}  # it is empty
