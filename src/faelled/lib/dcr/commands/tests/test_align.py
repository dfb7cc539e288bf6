"""Each case gets its fewest deviations, in words and as JSON."""

import json
from io import StringIO
from itertools import count
from pathlib import Path

import pytest

from faelled.lib.dcr.alignment import align
from faelled.lib.dcr.commands import main
from faelled.lib.dcr.commands.tests.calling import TALK, VISITS, dcr

LOG = "sag,trin\n1,Spørg\n1,Svar\n2,Svar\n3,Spørg\n3,Syng\n"
COLUMNS = ("--columns", "case=sag,activity=trin")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    graph, log = tmp_path / "talk.toml", tmp_path / "log.csv"
    graph.write_text(TALK, "utf-8")
    log.write_text(LOG, "utf-8")
    return graph, log


def test_the_deviations_are_told_case_by_case(files: tuple[Path, Path]) -> None:
    said = dcr("align", *files, *COLUMNS)
    assert said.code == 1
    assert "Sager: 3. Afvigelser i alt: 3." in said.out
    [second] = [line for line in said.out.splitlines() if line.startswith("2: 1 afvigelser")]
    assert second.endswith(("+»ask«", "-»Svar«"))  # either is the cheapest
    assert "-»Syng«" in said.out and "+»answer«" in said.out


def test_as_json_with_the_first_cases_only(files: tuple[Path, Path]) -> None:
    told = json.loads(dcr("align", *files, *COLUMNS, "--max-traces", "2", "--json").out)
    assert (told["cases"], told["cost"], told["bound"], told["proven"]) == (2, 1, 1, 2)
    assert [trace["cost"] for trace in told["traces"]] == [0, 1]
    assert 0 <= told["fitness"] <= 1


def test_when_the_budget_is_used_the_bound_is_told(files: tuple[Path, Path]) -> None:
    ticks, out = count(), StringIO()
    words = ["align", *map(str, files), *COLUMNS, "--budget", "0.5", "--json"]
    assert main(words, out, StringIO(), lambda: float(next(ticks))) == 1
    told = json.loads(out.getvalue())
    assert told["cases"] == 3
    assert told["bound"] <= 3 <= told["cost"]


@pytest.mark.parametrize("wrong", [("--budget", "0"), ("--max-traces", "-1"), ("--budget", "nan")])
def test_what_makes_no_sense_is_refused(files: tuple[Path, Path], wrong: tuple[str, str]) -> None:
    said = dcr("align", *files, *COLUMNS, *wrong)
    assert said.code == 2 and "større end 0" in said.err


def test_a_graph_with_templates_is_aligned_copy_by_copy(files: tuple[Path, Path]) -> None:
    graph, log = files
    graph.write_text(VISITS, "utf-8")
    log.write_text("sag,trin\n1,Bed\n1,Bed\n1,Plan\n1,Plan\n2,Bed\n2,Bed\n2,Plan\n", "utf-8")
    told = json.loads(dcr("align", graph, log, *COLUMNS, "--json").out)
    assert [(one["cost"], one["proven"]) for one in told["traces"]] == [(0, True), (1, True)]
    assert not any(one["cramped"] for one in told["traces"])


def test_what_more_copies_might_change_is_told(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, log = files
    graph.write_text(VISITS, "utf-8")
    log.write_text("sag,trin\n1,Bed\n1,Bed\n1,Plan\n1,Plan\n", "utf-8")
    monkeypatch.setattr(align, "ROOMS", (1,))
    said = dcr("align", graph, log, *COLUMNS)
    assert "2 afvigelser, mindst 0" in said.out and "det er ikke prøvet" in said.out
