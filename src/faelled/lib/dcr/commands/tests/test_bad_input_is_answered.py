"""Whatever file a command is given: a message in Danish that names it, and the code 2."""

import gzip
from pathlib import Path

import pytest

from faelled.lib.dcr.commands import COMMANDS
from faelled.lib.dcr.commands.tests.calling import Said, dcr

GRAPH = """
id = "g"
version = "1"
title = "G"
[[events]]
id = "a"
label = "A"
"""
HEADER = "case:concept:name,concept:name,time:timestamp\n"
LOG = HEADER + "1,A,2026-01-01\n2,A,2026-03-01\n"
ENTITY = b'<?xml version="1.0"?><!DOCTYPE %s [<!ENTITY a "b">]><%s>&a;</%s>'
NOISE = bytes(range(256)) * 8

BAD_GRAPHS = {
    "empty.toml": (b"", "»id« mangler"),
    "noise.toml": (NOISE, "ikke"),
    "latin.toml": ('title = "Grønt"'.encode("latin-1"), "ikke tekst i UTF-8"),
    "page.xml": (b"<html/>", "<dcrgraph>"),
    "entity.xml": (ENTITY.replace(b"%s", b"dcrgraph"), "DOCTYPE"),
    "long.toml": (GRAPH.encode() + b"[variables]\nx = " + b"9" * 5000, "for mange cifre"),
    "log.csv": (LOG.encode(), "er en log"),
}
BAD_LOGS = {
    "empty.csv": (b"", "mangler kolonnen"),
    "empty.xes": (b"", "ikke gyldig XML"),
    "none.csv": (HEADER.encode(), "ingen"),
    "none.xes": (b"<log/>", "ingen"),
    "noise.csv": (NOISE, "ikke tekst i UTF-8"),
    "noise.xes": (NOISE, "ikke gyldig XML"),
    "noise.xes.gz": (NOISE, "i stykker"),
    "half.xes.gz": (gzip.compress(b"<log>" + b"<trace></trace>" * 99)[:-9], "i stykker"),
    "columns.csv": (b"sag,trin\n1,A\n", "Der er: »sag«, »trin«"),
    "wide.csv": ((HEADER + "1,A, then B,2026-01-01\n").encode(), "Linje 2: rækken har flere"),
    "nothing.csv": ((HEADER + "1,,2026-01-01\n").encode(), "Linje 2: rækken siger ikke"),
    "nobody.csv": ((HEADER + ",A,2026-01-01\n").encode(), "Linje 2: rækken hører ikke"),
    "quote.csv": ((HEADER + '1,"A,2026-01-01\n').encode(), "ikke gyldig CSV"),
    "year.csv": ((HEADER + "1,A,99999-01-01\n").encode(), "ikke et tidspunkt"),
    "page.xes": (b"<html/>", "begynder ikke med <log>"),
    "entity.xes": (ENTITY.replace(b"%s", b"log"), "DOCTYPE"),
    "graph.toml": (GRAPH.encode(), "ender på"),
}
ABOUT_GRAPHS = ["convert", "verify", "conform", "align", "next", "simulate", "migrate", "classify"]
ABOUT_LOGS = ["discover", "conform", "align", "next", "migrate", "contrast", "classify"]


def call(name: str, graph: Path, log: Path, made: Path) -> Said:
    words: dict[str, list[object]] = {
        "convert": [graph, made],
        "verify": [graph],
        "discover": [log, "-o", made],
        "next": [graph, log, "--train-until", "2026-02-01"],
        "simulate": [graph, "-n", 2],
        "migrate": [graph, graph, log],
        "contrast": [log, "--bad", "duration > 1"],
    }
    return dcr(name, *words.get(name, [graph, log]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    for where, files in ("graphs", BAD_GRAPHS), ("logs", BAD_LOGS):
        (folder / where).mkdir()
        for name, (data, _why) in files.items():
            (folder / where / name).write_bytes(data)
    (folder / "g.toml").write_text(GRAPH, "utf-8")
    (folder / "l.csv").write_text(LOG, "utf-8")
    return folder


def test_every_command_is_asked() -> None:
    assert {*ABOUT_GRAPHS, *ABOUT_LOGS} == set(COMMANDS)


@pytest.mark.parametrize("command", ABOUT_GRAPHS)
def test_of_a_graph(command: str, folder: Path) -> None:
    made = folder / "made.toml"
    for name, (_data, why) in BAD_GRAPHS.items():
        said = call(command, folder / "graphs" / name, folder / "l.csv", made)
        assert (said.code, said.out) == (2, ""), name
        assert name in said.err and why in said.err
    assert "er ikke en fil" in call(command, folder, folder / "l.csv", made).err
    assert "findes ikke" in call(command, folder / "gone.toml", folder / "l.csv", made).err
    assert not made.exists()


@pytest.mark.parametrize("command", ABOUT_LOGS)
def test_of_a_log(command: str, folder: Path) -> None:
    made = folder / "made.toml"
    for name, (_data, why) in BAD_LOGS.items():
        said = call(command, folder / "g.toml", folder / "logs" / name, made)
        assert (said.code, said.out) == (2, ""), name
        assert name in said.err and why in said.err, said.err
    assert "er ikke en fil" in call(command, folder / "g.toml", folder, made).err
    assert "findes ikke" in call(command, folder / "g.toml", folder / "gone.csv", made).err
    assert not made.exists()


@pytest.mark.parametrize("command", ["conform", "align", "migrate"])
def test_semicolons_are_as_good_as_commas(command: str, folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "l.csv"
    table.write_text(LOG.replace(",", ";"), "utf-8")
    assert call(command, folder / "g.toml", table, table).code == 0


@pytest.mark.parametrize("start", ["9999-12-31T23:59", "0001-01-01", "soon"])
def test_made_up_cases_begin_in_a_year_that_can_be_counted_from(start: str, folder: Path) -> None:
    said = dcr("simulate", folder / "g.toml", "--start", start)
    assert said.code == 2 and said.err.startswith("--start: ")


def test_a_log_that_tells_of_something_else_is_wondered_at(folder: Path) -> None:
    graph, log = folder / "lonely.toml", folder / "other.xes"
    log.write_text(
        '<log><trace><boolean key="pdc:isPos" value="true"/>'
        '<event><string key="concept:name" value="Syng"/></event></trace></log>',
        "utf-8",
    )
    graph.write_text(GRAPH, "utf-8")
    for command in ("classify", "conform", "align"):
        assert dcr(command, graph, log).out.startswith("Ingen af loggens aktiviteter"), command
    said = dcr("classify", graph, log, "--label", "late")
    assert "»pdc:isPos«" in said.err  # what the cases do have


def test_what_makes_no_sense_is_refused_before_the_work(folder: Path) -> None:
    log, out = folder / "l.csv", folder / "g2.toml"
    assert "mindst 1" in dcr("discover", log, "-o", out, "--support", "-3").err
    assert "mappen findes ikke" in dcr("discover", log, "-o", folder / "nowhere" / "g.toml").err
    assert "mindst 0" in dcr("conform", folder / "g.toml", log, "--variants", "-1").err
