"""``faelled dcr discover``: from a log on the disk to a graph on the disk."""

import json
from pathlib import Path

import pytest

from faelled.lib.dcr.commands.discover import compared, ended
from faelled.lib.dcr.commands.files import graph_in
from faelled.lib.dcr.commands.tests.calling import dcr
from faelled.lib.dcr.discovery.endings import DeadEnd, Dropped, Searched
from faelled.lib.dcr.discovery.proof import Compared
from faelled.lib.dcr.graph import Kind


def a_table(folder: Path) -> Path:
    rows = "sag,trin,tid,enhed,status\n"
    for case in range(40):
        rows += f"{case},Spørg,2026-01-01T08:00:00Z,Skranke,complete\n"
        rows += f"{case},Overvej,2026-01-02T08:00:00Z,Kontor,start\n"
        rows += f"{case},Svar,2026-01-03T08:00:00Z,Kontor,complete\n"
    log = folder / "l.csv"
    log.write_text(rows, "utf-8")
    return log


COLUMNS = "--columns=case=sag,activity=trin,at=tid,group=enhed,lifecycle=status"


@pytest.mark.parametrize("mode", ["published", "light", "better"])
def test_the_graph_accepts_the_log(tmp_path: Path, mode: str) -> None:
    out = tmp_path / "g.toml"
    said = dcr("discover", a_table(tmp_path), "-o", out, COLUMNS, "--mode", mode, "--json")
    told = json.loads(said.out)
    assert (said.code, told["cases"], told["events"], told["activities"]) == (0, 40, 120, 3)
    graph = graph_in(out)
    assert told["relations"] == len(graph.relations) == sum(told["kinds"].values()) > 0
    assert {event.id for event in graph.events} == {"Spørg", "Overvej", "Svar"}


def test_with_who_and_how_soon_and_only_what_was_done(tmp_path: Path) -> None:
    out = tmp_path / "g.xml"
    said = dcr(
        "discover", a_table(tmp_path), "-o", out, COLUMNS, "--roles", "group", "--times", "--done"
    )
    assert said.code == 0 and "40 sager, 80 hændelser, 2 aktiviteter." in said.out
    assert "Svar: Kontor (100,0 % af 40)" in said.out
    assert "Spørg → Svar: inden for 2 dage (40 gange)" in said.out
    assert graph_in(out).event("Svar").roles == ("Kontor",)


def test_what_was_seen_too_seldom_says_nothing(tmp_path: Path) -> None:
    log, out = a_table(tmp_path), tmp_path / "g.toml"
    words = ("discover", log, "-o", out, COLUMNS, "--roles", "group", "--times", "--json")
    told = json.loads(dcr(*words, "--support", 41).out)
    assert (told["roles"], told["times"]) == ([], [])
    assert len(json.loads(dcr(*words, "--support", 40).out)["roles"]) == 3
    assert "mellem 0.5 og 1" in dcr(*words, "--share", 7).err


def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    log, out = a_table(tmp_path), tmp_path / "g.toml"
    assert "skal ende på" in dcr("discover", log, "-o", "g.png", COLUMNS).err
    assert "mangler kolonnen" in dcr("discover", log, "-o", out).err
    assert "»sag« skal være en af" in dcr("discover", log, "-o", out, "--columns=sag").err
    log.write_text("sag,trin\n", "utf-8")
    said = dcr("discover", log, "-o", out, "--columns=case=sag,activity=trin")
    assert said.code == 2 and "ingen hændelser" in said.err
    assert not out.exists()


def test_what_the_few_rules_leave_out_is_said(tmp_path: Path) -> None:
    words = ("discover", a_table(tmp_path), "-o", tmp_path / "g.toml", COLUMNS)
    assert "Bevist: de siger det samme" in dcr(*words, "--mode", "better").out
    told = json.loads(dcr(*words, "--mode", "better", "--json").out)["reduction"]
    assert told["same"] is True and told["pairs"] > 1
    assert json.loads(dcr(*words, "--json").out)["reduction"] is None
    assert compared(Compared(None, 50_000))[0].startswith("Ikke bevist")
    *_, shortest = compared(Compared(False, 9, ("Spørg",), allowed=("Svar",)))
    assert shortest == "  Korteste forskel: efter »Spørg« kan »Svar« ske."
    *_, ending = compared(Compared(False, 1))
    assert "fra begyndelsen svarer de forskelligt på, om sagen kan slutte" in ending


def test_a_long_list_of_people_is_cut_short(tmp_path: Path) -> None:
    log = tmp_path / "l.csv"
    log.write_text(
        "sag,trin,hvem\n" + "".join(f"{case},Spørg,P{case % 8}\n" for case in range(40)), "utf-8"
    )
    columns = "--columns=case=sag,activity=trin,resource=hvem"
    words = ("discover", log, "-o", tmp_path / "g.toml", columns, "--roles", "resource")
    assert "P0, P1, P2, P3, P4 og 3 andre" in dcr(*words).out
    assert len(json.loads(dcr(*words, "--json").out)["roles"][0]["roles"]) == 8


@pytest.mark.parametrize("mode", ["published", "light", "better"])
def test_whether_a_case_can_get_stuck_is_said(tmp_path: Path, mode: str) -> None:
    words = ("discover", a_table(tmp_path), "-o", tmp_path / "g.toml", COLUMNS, "--mode", mode)
    told = json.loads(dcr(*words, "--json").out)
    assert (told["dropped"], told["dead_end"]["run"]) == ([], None)
    assert told["dead_end"]["complete"] is True
    assert "Ingen blindgyder (" in dcr(*words).out


def test_what_was_taken_out_is_said_with_the_run_it_was_met_in() -> None:
    met = DeadEnd(("Spørg", "Overvej"), ("Svar",))
    out = [
        Dropped(Kind.CONDITION, "Hør", "Svar", 1, met),
        Dropped(Kind.RESPONSE, "Spørg", "Svar", 20, met),
    ]
    assert ended(out, Searched(None, 9, complete=True)) == [
        "2 regler taget ud, for sagen kunne gå i stå:",
        "  Hør -->* Svar (1 sag har den med)",
        "    efter »Spørg« → »Overvej« kan sagen aldrig afsluttes; »Svar« mangler.",
        "  Spørg *--> Svar (20 sager har den med)",
        "Ingen blindgyder (9 tilstande).",
    ]
    (left,) = ended((), Searched(met, 9, complete=True))
    assert left.startswith("Sagen kan gå i stå: efter »Spørg« → »Overvej« kan sagen aldrig")
    (bound,) = ended((), Searched(None, 50_000, complete=False))
    assert bound == "Ingen blindgyder fundet, men kun 50.000 tilstande er undersøgt."
