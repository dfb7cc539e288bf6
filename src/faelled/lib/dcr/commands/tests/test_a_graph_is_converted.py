"""A graph goes from one format to another, and what has no place is said."""

import json
from pathlib import Path

from faelled.lib.dcr.commands.tests.calling import dcr
from faelled.lib.dcr.formats.read import load_graph
from faelled.lib.dcr.tests.portal_xml import event, export

TOML = """
id = "talk"
version = "1"
title = "Talk"
[[events]]
id = "ask"
label = "Spørg"
[[events]]
id = "answer"
label = "Svar"
[[relations]]
is = "ask -->* answer"
cites = ["forvaltningsloven § 19"]
"""


def test_a_file_becomes_another_format_and_the_losses_are_told(tmp_path: Path) -> None:
    source, out = tmp_path / "talk.toml", tmp_path / "talk.xml"
    source.write_text(TOML, "utf-8")
    said = dcr("convert", source, out)
    assert said.code == 1
    assert "ask -->* answer: lovhenvisninger" in said.out
    assert load_graph(out.read_bytes()).event("ask").label == "Spørg"
    back = tmp_path / "back.toml"
    told = json.loads(dcr("convert", out, back, "--json").out)
    assert (told["format"], told["events"], told["relations"], told["lost"]) == ("toml", 2, 1, [])


def test_dcr_js_is_written_when_asked_for(tmp_path: Path) -> None:
    source, out = tmp_path / "talk.toml", tmp_path / "talk.xml"
    source.write_text(TOML, "utf-8")
    assert (
        json.loads(dcr("convert", source, out, "--to", "dcrjs", "--json").out)["format"] == "dcrjs"
    )
    assert b"http://tk/schema/dcr" in out.read_bytes()
    again = tmp_path / "again.xml"
    assert json.loads(dcr("convert", out, again, "--json").out)["format"] == "dcrjs"


def test_a_file_in_its_own_format_keeps_what_is_unknown(tmp_path: Path) -> None:
    source, out, third = (tmp_path / name for name in ("a.xml", "b.xml", "c.toml"))
    source.write_bytes(export(events=event("a", custom="<odd>1</odd>")))
    assert dcr("convert", source, out).code == 0
    assert b"<odd>1</odd>" in out.read_bytes()
    assert dcr("convert", source, third).code == 0
    onto = tmp_path / "d.xml"
    assert dcr("convert", third, onto, "--onto", source).code == 0
    assert b"<odd>1</odd>" in onto.read_bytes()


def test_text_dcr_is_called_by_its_files_name(tmp_path: Path) -> None:
    source, out = tmp_path / "My Talk.tdcr", tmp_path / "b.toml"
    source.write_text("(a: Ask)[?] (b: Tell)[?] ; a -->* b", "utf-8")
    assert dcr("convert", source, out).code == 0
    graph = load_graph(out.read_bytes())
    assert (graph.id, graph.title, graph.event("b").label) == ("my-talk", "My Talk", "Tell")


def test_a_name_that_says_no_format_is_asked_about(tmp_path: Path) -> None:
    source = tmp_path / "talk.toml"
    source.write_text(TOML, "utf-8")
    said = dcr("convert", source, tmp_path / "talk.odt")
    assert said.code == 2
    assert "--to" in said.err
