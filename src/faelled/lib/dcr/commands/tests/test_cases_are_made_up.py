"""``faelled dcr simulate``: from a graph to a log that follows it, and back."""

import json
from pathlib import Path

import pytest

from faelled.lib.dcr.commands.codes import BAD_INPUT, FOUND, OK
from faelled.lib.dcr.commands.tests.calling import dcr


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """Mined from two cases."""
    log = tmp_path / "seen.csv"
    log.write_text("sag,trin\n1,Modtag\n1,Svar\n2,Modtag\n2,Hør\n2,Svar\n")
    found = tmp_path / "g.toml"
    assert dcr("discover", log, "-o", found, "--columns", "case=sag,activity=trin").code == OK
    return found


@pytest.mark.parametrize("name", ["l.xes", "l.csv"])
def test_the_log_follows_the_graph(graph: Path, tmp_path: Path, name: str) -> None:
    log = tmp_path / name
    said = dcr("simulate", graph, "-n", 25, "-o", log, "--hours", "--staff", 2)
    assert (said.code, said.out.splitlines()[0][:8]) == (OK, "25 sager")
    told = json.loads(dcr("conform", graph, log, "--json").out)
    assert (told["cases"], told["fitness"]) == (25, 1.0)


def test_without_a_file_the_cases_are_told(graph: Path) -> None:
    words = "simulate", graph, "-n", 3, "--seed", 4, "--json"
    told = json.loads(dcr(*words).out)
    assert told["cases"] == len(told["log"]) == 3
    assert told["log"][0]["events"][0]["activity"] == "Modtag"
    assert dcr(*words).out == dcr(*words).out
    assert "Modtag → " in dcr("simulate", graph, "-n", 3).out


def test_noise_is_found_again(graph: Path, tmp_path: Path) -> None:
    log = tmp_path / "l.xes"
    told = json.loads(dcr("simulate", graph, "-n", 40, "-o", log, "--noise", 0.3, "--json").out)
    assert told["mistakes"] > 0
    assert dcr("conform", graph, log).code == FOUND


@pytest.mark.parametrize(
    "words", [("-n", 0), ("--noise", 2), ("-o", "l.txt"), ("--start", "i går"), ("--like", "x.csv")]
)
def test_odd_wishes_are_refused(graph: Path, words: tuple[object, ...]) -> None:
    assert dcr("simulate", graph, *words).code == BAD_INPUT
