"""``faelled dcr conform``: the heat map, for people and for programs."""

import json
from pathlib import Path

import pytest

from faelled.lib.dcr.commands.tests.calling import TALK, dcr

COLUMNS = "--columns=case=sag,activity=trin"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    graph, log = tmp_path / "g.toml", tmp_path / "l.csv"
    graph.write_text(TALK, "utf-8")
    log.write_text("sag,trin\n1,Spørg\n1,Svar\n2,Svar\n3,Spørg\n3,Nys\n3,Svar\n4,Svar\n", "utf-8")
    return graph, log


def test_for_programs(files: tuple[Path, Path]) -> None:
    said = dcr("conform", *files, COLUMNS, "--json", "--variants", "1")
    told = json.loads(said.out)
    assert said.code == 1
    assert (told["cases"], told["fitting_cases"], told["unknown"]) == (4, 1, {"Nys": 1})
    assert told["heat"][0] == {
        "relation": "ask -->* answer", "kind": "condition", "source": "ask", "target": "answer",
        "asked": 4, "broken": 2, "cases": 2, "variants": 1,
    }  # fmt: skip
    (worst,) = told["worst"]
    assert (worst["trace"], worst["cases"], worst["broken"]) == (
        ["Svar"],
        2,
        {"ask -->* answer": 1},
    )


def test_for_people(files: tuple[Path, Path]) -> None:
    lines = dcr("conform", *files, COLUMNS).out.splitlines()
    assert lines[0] == "1 af 4 sager følger alle regler."
    assert "         2        2        4  ask -->* answer" in lines
    assert "         1  Nys" in lines


def test_what_is_not_known_can_be_left_out(files: tuple[Path, Path]) -> None:
    told = json.loads(dcr("conform", *files, COLUMNS, "--json", "--unknown", "ignored").out)
    assert told["fitting_cases"] == 2


def test_a_log_that_keeps_the_rules_ends_with_nothing_to_remark(files: tuple[Path, Path]) -> None:
    graph, log = files
    log.write_text("sag,trin\n1,Spørg\n1,Svar\n", "utf-8")
    said = dcr("conform", graph, log, COLUMNS)
    assert (said.code, said.out) == (
        0, "1 af 1 sager følger alle regler.\nOverensstemmelse: 100,0 %\n",
    )  # fmt: skip


def test_times_and_roles_are_asked_about_when_one_wishes(files: tuple[Path, Path]) -> None:
    graph, log = files
    graph.write_text(
        TALK.replace('is = "ask *--> answer"', 'is = "ask *--> answer"\ndeadline = "P3D"')
        .replace('id = "answer"', 'id = "answer"\nroles = ["unit"]')
        .replace('title = "Samtale"', 'title = "Samtale"\n[[roles]]\nid = "unit"'),
        "utf-8",
    )
    log.write_text(
        "sag,trin,tid,enhed\n1,Spørg,2026-01-01T08:00Z,\n1,Svar,2026-01-09T08:00Z,other\n", "utf-8"
    )
    columns = COLUMNS + ",at=tid,group=enhed"
    assert dcr("conform", graph, log, columns).code == 0
    said = dcr("conform", graph, log, columns, "--times", "--roles", "group")
    assert said.code == 1
    assert "         1        1  ask *--> answer (3 dage)" in said.out.splitlines()
    assert "         1        1  answer" in said.out.splitlines()
    told = json.loads(dcr("conform", graph, log, columns, "--times", "--roles=group", "--json").out)
    assert told["times"] == [
        {"relation": "ask *--> answer", "duration": "P3D", "tried": 1, "broken": 1}
    ]
    assert told["roles"] == [{"event": "answer", "known": 1, "broken": 1, "others": {"other": 1}}]


def test_a_graph_with_copies_is_held_against_a_log_too(files: tuple[Path, Path]) -> None:
    graph, log = files
    graph.write_text(
        'id = "g"\nversion = "1"\ntitle = "G"\n[[events]]\nid = "ask"\nlabel = "Spørg"\n'
        '[[events]]\nid = "talk"\nlabel = "Samtale"\ntype = "template"\n'
        '[[events]]\nid = "answer"\nlabel = "Svar"\ngroup = "talk"\npending = true\n'
        '[[relations]]\nis = "ask -->> talk"\n',
        "utf-8",
    )
    log.write_text("sag,trin\n1,Spørg\n1,Spørg\n1,Svar\n1,Svar\n2,Spørg\n", "utf-8")
    said = dcr("conform", graph, log, COLUMNS, "--json")
    told = json.loads(said.out)
    assert (said.code, told["fitting_cases"], told["dropped"]) == (1, 1, 0)
    assert (told["worst"][0]["undone"], told["worst"][0]["fitness"]) == (1, 0.5)
