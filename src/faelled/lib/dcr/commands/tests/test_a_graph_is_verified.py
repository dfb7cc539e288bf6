"""From the shell: what is wrong with a graph, and the run that shows it."""

import json
from pathlib import Path

from faelled.lib.dcr.commands.tests.calling import dcr

LATE = """
id = "late"
version = "1"
title = "For sent"
[[events]]
id = "ask"
label = "Spørg"
[[events]]
id = "answer"
label = "Svar"
[[relations]]
is = "ask -->* answer"
delay = "P5D"
[[relations]]
is = "ask *--> answer"
deadline = "P3D"
"""
SOUND = LATE.replace('delay = "P5D"\n', "").replace('deadline = "P3D"\n', "")
TESTS = """
[[open]]
name = "Svar kræver spørgsmål"
context = ["ask"]
impossible = ["answer"]
[[open]]
name = "Man kan svare først"
context = ["ask"]
possible = ["answer"]
"""


def test_a_flaw_is_said_with_the_shortest_run(tmp_path: Path) -> None:
    graph = tmp_path / "late.toml"
    graph.write_text(LATE, "utf-8")
    said = dcr("verify", graph)
    assert said.code == 1
    assert (
        "Tidslås: efter »Spørg«, 3 dage senere er fristen for »Svar« inde, "
        "og den kan ikke holdes.\n" in said.out
    )
    told = json.loads(dcr("verify", graph, "--json").out)
    (lock,) = [flaw for flaw in told["flaws"] if flaw["kind"] == "time-lock"]
    assert lock["run"] == [{"do": "ask"}, {"wait": 3 * 86_400}]
    assert (told["sound"], told["complete"], told["timed_complete"]) == (False, True, True)


def test_a_sound_graph_is_said_to_be_sound(tmp_path: Path) -> None:
    graph = tmp_path / "sound.toml"
    graph.write_text(SOUND, "utf-8")
    said = dcr("verify", graph)
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == "Ingen fejl fundet."
    assert lines[1] == (
        "Kan udskydes: efter »Spørg« kan »Spørg« gentages for evigt, mens »Svar« venter."
    )


def test_open_tests_are_asked_too(tmp_path: Path) -> None:
    graph, tests = tmp_path / "sound.toml", tmp_path / "tests.toml"
    graph.write_text(SOUND, "utf-8")
    tests.write_text(TESTS, "utf-8")
    said = dcr("verify", graph, "--tests", tests)
    assert said.code == 1
    assert "Prøve: Man kan svare først (linje 6): Ingen vej er sådan.\n" in said.out
    tests.write_text("[[open]]\n", "utf-8")
    wrong = dcr("verify", graph, "--tests", tests)
    assert wrong.code == 2 and "tests.toml" in wrong.err


def test_a_bound_that_was_reached_is_said(tmp_path: Path) -> None:
    graph = tmp_path / "late.toml"
    graph.write_text(LATE, "utf-8")
    assert "grænsen er 1" in dcr("verify", graph, "--limit", 1).out
    assert dcr("verify", graph, "--limit", 0).code == 2


def test_a_graph_that_contradicts_itself_is_bad_input(tmp_path: Path) -> None:
    graph = tmp_path / "odd.xml"
    graph.write_text("<dcrgraph><specification>", "utf-8")
    assert dcr("verify", graph).code == 2


def test_steps_that_share_a_label_are_told_apart_by_their_ids(tmp_path: Path) -> None:
    graph = tmp_path / "same.toml"
    twice = (
        SOUND.replace('label = "Svar"', 'label = "Spørg"') + '[[relations]]\nis = "ask -->* ask"\n'
    )
    graph.write_text(twice, "utf-8")
    assert "»Spørg« (ask) kan aldrig ske.\n" in dcr("verify", graph).out
