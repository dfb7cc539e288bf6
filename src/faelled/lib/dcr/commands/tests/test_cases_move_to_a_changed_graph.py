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


VISITS = """
id = "visits"
version = "1"
title = "Besøg"
[[events]]
id = "open"
label = "Åbn"
[[events]]
id = "visit"
label = "Besøg"
type = "template"
[[events]]
id = "plan"
label = "Planlæg"
group = "visit"
[[events]]
id = "go"
label = "Kør"
group = "visit"
[[relations]]
is = "open -->> visit"
"""
CALL = '[[events]]\nid = "call"\nlabel = "Ring"\ngroup = "visit"\n'
STRICT = """
[[events]]
id = "report"
label = "Rapport"
group = "visit"
[[relations]]
is = "plan -->* go"
[[relations]]
is = "go *--> report"
deadline = "P2D"
[[relations]]
is = "plan *--> go"
deadline = "P9D"
"""
MILD = """
[[relations]]
is = "plan *--> go"
deadline = "P3D"
[[relations]]
is = "open *--> call"
"""
TABLE = """Sag;Trin;Tid
1;Åbn;05-01-2026
1;Planlæg;06-01-2026
2;Åbn;05-01-2026
2;Kør;06-01-2026
"""


def test_a_case_inside_a_copy_moves_with_it(tmp_path: Path) -> None:
    """What carries over, what is lost, what became due, of two visits; the table is Danish."""
    old, new, log = (tmp_path / name for name in ("old.toml", "new.toml", "l.csv"))
    old.write_text(VISITS + CALL + MILD.replace("open *--> call", "plan *--> call"), "utf-8")
    new.write_text(VISITS + STRICT, "utf-8")
    log.write_text(TABLE, "utf-8")
    words = "migrate", old, new, log, "--columns", "case=Sag,activity=Trin,at=Tid"
    said = dcr(*words, "--at", "2026-02-01")
    assert said.code == 1
    lines = said.out.splitlines()
    assert "2 sager; 1 flytter helt med." in lines
    assert "  1  »Kør (Besøg 1)«: »Planlæg (Besøg 1)« skal gøres først." in lines
    assert "1: »Ring (Besøg 1)« skal ikke længere gøres." in lines
    assert (
        "1: »Kør (Besøg 1)« skal stadig gøres, senest 15. januar 2026 kl. 00.00 "
        "(før, senest 9. januar 2026 kl. 00.00)." in lines
    )
    told = json.loads(dcr(*words, "--json").out)
    first, second = told["migrations"]
    assert (first["whole"], first["carried"], first["lifted"]) == (True, 2, ["visit#1.call"])
    assert first["moved"] == {
        "visit#1.go": ["2026-01-08T23:00:00+00:00", "2026-01-14T23:00:00+00:00"]
    }
    assert [(lost["event"], lost["cause"]) for lost in second["lost"]] == [
        ("visit#1.go", "refused")
    ]


def test_many_cases_are_not_left_out_in_silence(tmp_path: Path) -> None:
    graph, log = tmp_path / "g.toml", tmp_path / "l.csv"
    graph.write_text(VISITS, "utf-8")
    rows = "".join(f"{case};Åbn;05-01-2026\n" for case in range(25))
    log.write_text(f"Sag;Trin;Tid\n{rows}", "utf-8")
    said = dcr("migrate", graph, graph, log, "--columns", "case=Sag,activity=Trin,at=Tid")
    assert "... og 5 sager til; alt står i svaret med --json." in said.out
    assert dcr("migrate", graph, graph, log).code == 2
