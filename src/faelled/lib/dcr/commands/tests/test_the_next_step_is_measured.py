"""``faelled dcr next``."""

import json
from pathlib import Path

import pytest

from faelled.lib.dcr.commands.codes import BAD_INPUT, OK
from faelled.lib.dcr.commands.tests.calling import dcr


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """Twelve cases, one a day; each is received and then answered."""
    log = tmp_path / "log.csv"
    lines = [
        f"{day},{name},2026-03-{day:02}T{hour:02}:00:00"
        for day in range(1, 13)
        for hour, name in ((9, "Modtag"), (11, "Svar"))
    ]
    log.write_text("sag,trin,tid\n" + "\n".join(lines) + "\n")
    graph = tmp_path / "g.toml"
    assert dcr("discover", log, "-o", graph, "--columns", COLUMNS).code == OK
    return str(graph), str(log)


COLUMNS = "case=sag,activity=trin,at=tid"


def test_later_cases_are_asked_about(files: tuple[str, str]) -> None:
    words = ("next", *files, "--columns", COLUMNS, "--train-until", "2026-03-09")
    said = dcr(*words, "--json")
    told = json.loads(said.out)
    assert said.code == OK
    assert (told["cases"], told["steps"], told["lessons"]) == (4, 8, 16)
    assert told["accuracy"] == told["reference"] == 1.0
    assert "Forudset rigtigt: 100,0 %" in dcr(*words).out


def test_one_case_is_guided(files: tuple[str, str]) -> None:
    words = "next", *files, "--columns", COLUMNS, "--train-until", "2026-03-09T10:30", "--case"
    told = json.loads(dcr(*words, "9", "--json").out)
    assert (told["advice"], told["event"], told["route"]) == ("step", "Svar", ["Svar"])
    assert (told["alike"], told["took"], told["rest_hours"]["middle"]) == (8, 8, 1.5)
    assert "Næste trin: »Svar«" in dcr(*words, "9").out
    said = dcr(*words, "9", "--deadline", "2026-03-09T11:00", "--json")
    assert json.loads(said.out)["risk"]["missed"] == 8
    assert dcr(*words, "12").code == BAD_INPUT


@pytest.mark.parametrize("date", ["i går", "2020-01-01", "2030-01-01"])
def test_a_date_that_splits_nothing_is_refused(files: tuple[str, str], date: str) -> None:
    said = dcr("next", *files, "--columns", COLUMNS, "--train-until", date)
    assert said.code == BAD_INPUT
    assert date in said.err
