"""``faelled dcr migrate``: what a changed graph does to the cases of a log."""

import json
from pathlib import Path

import pytest

from faelled.lib.dcr.commands.tests.calling import dcr

OLD = """
id = "talk"
version = "1"
title = "Sag"
[[events]]
id = "apply"
label = "Søg"
[[events]]
id = "hear"
label = "Hør"
[[events]]
id = "decide"
label = "Afgør"
[[relations]]
is = "apply -->* decide"
"""
NEW = (
    OLD.replace('version = "1"', 'version = "2"')
    + """
[[events]]
id = "tell"
label = "Underret"
[[relations]]
is = "hear -->* decide"
why = "Parten skal høres."
[[relations]]
is = "apply *--> tell"
deadline = "P2D"
"""
)
LOG = """case:concept:name,concept:name,time:timestamp
s1,Søg,2026-01-05T09:00:00+01:00
s1,Hør,2026-01-06T09:00:00+01:00
s1,Afgør,2026-01-07T09:00:00+01:00
s2,Søg,2026-01-05T09:00:00+01:00
s2,Afgør,2026-01-06T09:00:00+01:00
s2,Sov,2026-01-06T10:00:00+01:00
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in ("old.toml", "new.toml", "log.csv")]
    for path, text in zip(paths, (OLD, NEW, LOG), strict=True):
        path.write_text(text, "utf-8")
    return paths


def test_each_case_says_what_is_lost_and_what_is_due(files: list[Path]) -> None:
    said = dcr("migrate", *files, "--json")
    told = json.loads(said.out)
    assert (said.code, told["cases"], told["whole"], told["left_out"]) == (1, 2, 1, 1)
    assert told["changes"]["added"] == ["tell"]
    first, second = told["migrations"]
    assert (first["carried"], first["lost"]) == (3, [])
    [lost] = second["lost"]
    assert (lost["event"], lost["cause"]) == ("decide", "refused")
    assert lost["reasons"][0]["relation"]["source"] == "hear"
    assert second["new_duties"] == {"tell": "2026-01-07T08:00:00+00:00"}
    assert second["overdue"] == []


def test_people_read_it_in_danish(files: list[Path]) -> None:
    said = dcr("migrate", *files, "--at", "2026-02-01")
    assert "2 sager; 1 flytter helt med." in said.out
    assert "1  »Afgør«: »Hør« skal gøres først. Parten skal høres." in said.out
    assert "s2: »Underret« skal nu gøres, senest 7. januar 2026 kl. 09.00." in said.out
    assert "s2: fristen for »Underret« er overskredet." in said.out


def test_the_same_graph_loses_nothing(files: list[Path]) -> None:
    assert dcr("migrate", files[0], files[0], files[2]).code == 0


@pytest.mark.parametrize(("flag", "value"), [("--at", "i går"), ("--renamed", "apply=nowhere")])
def test_what_cannot_be_used_is_told(files: list[Path], flag: str, value: str) -> None:
    said = dcr("migrate", *files, flag, value)
    assert (said.code, f"{flag}:" in said.err) == (2, True)
