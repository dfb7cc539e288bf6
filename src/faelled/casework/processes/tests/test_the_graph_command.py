"""`faelled graph`: run and check files without a database, import and list published processes."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from faelled.casework.processes.models import Process, ProcessVersion
from faelled.casework.processes.tests.graphs import DEAD_END, GOOD, TESTS
from tests.cast import Cast


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "tilskud.toml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def told(*arguments: str | Path) -> str:
    out = io.StringIO()
    call_command("graph", *map(str, arguments), stdout=out)
    return out.getvalue()


def told_json(*arguments: str | Path) -> Any:
    return json.loads(told(*arguments, "--json"))


def refusal(*arguments: str | Path) -> str:
    with pytest.raises(CommandError) as caught:
        told(*arguments)
    return str(caught.value)


def test_a_trace_is_told_as_json_step_by_step(good: Path) -> None:
    lines = told_json("run", good, "--trace", 'decide,apply={"amount": 900},hear,nope')
    assert [(line["event"], line["executed"]) for line in lines] == [
        ("decide", False),
        ("apply", True),
        ("hear", True),
        ("nope", False),
    ]
    assert lines[0]["reasons"][0]["source"] == "apply"
    assert "reasons" not in lines[1]
    assert lines[1] == {
        "event": "apply",
        "executed": True,
        "enabled": ["decide", "hear"],
        "done": ["apply"],
        "pending": ["decide"],
        "included": ["decide", "hear"],
        "accepting": False,
    }


def test_times_and_a_role_may_be_given(good: Path) -> None:
    steps = 'apply={"amount": 2000},hear,decide'
    late = told_json("run", good, "--trace", steps, "--at", "P0D,P0D,P14D")
    assert [line["executed"] for line in late] == [True, True, True]
    early = told_json("run", good, "--trace", steps, "--at", "decide@P13D")
    assert early[2]["reasons"][0]["code"] == "delay"
    citizen = told_json("run", good, "--trace", steps, "--role", "citizen")
    assert [line["executed"] for line in citizen] == [True, False, False]


def test_a_trace_is_told_in_words(good: Path) -> None:
    text = told("run", good, "--trace", "decide,apply")
    assert "1. decide: afvist" in text
    assert "»Søg om tilskud« skal gøres først." in text
    assert "2. apply: gjort" in text
    assert "kan ikke slutte her" in text


def test_a_file_that_is_no_graph_is_told_with_lines(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('id = "g"\nversion = 1\n', encoding="utf-8")
    assert "linje 2, version: Her skal stå en tekst" in refusal("run", broken, "--trace", "a")
    assert "kan ikke læses" in refusal("run", tmp_path / "away.toml", "--trace", "a")
    assert "løber baglæns" in refusal("run", write(tmp_path), "--trace", "apply", "--at", "P-1D")


def write(folder: Path, text: str = GOOD) -> Path:
    path = folder / "graph.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_check_tells_findings_and_runs_the_model_tests_beside(good: Path) -> None:
    good.with_name("tilskud.tests.toml").write_text(TESTS, encoding="utf-8")
    found = told_json("check", good)
    assert (found["passes"], found["tests"], found["failures"]) == (True, 1, [])
    assert [finding["level"] for finding in found["findings"]] == ["warning"]
    text = told("check", good, "--roles", "citizen")
    assert "bemærk: events.hear.roles: Ingen stilling giver rollen »Sagsbehandler«" in text
    assert "Prøver: 1 kørt, 0 fejlede" in text


def test_a_check_fails_on_a_failed_model_test_or_an_error(good: Path, tmp_path: Path) -> None:
    failing = TESTS.replace('refuse = "decide"', 'refuse = "apply"').replace("because", "#")
    good.with_name("tilskud.tests.toml").write_text(failing, encoding="utf-8")
    assert "kan ikke udgives" in refusal("check", good)
    assert "kan ikke udgives" in refusal("check", write(tmp_path, DEAD_END))


def test_import_publishes_to_all_or_to_one_authority(cast: Cast, good: Path) -> None:
    assert "Udgivet: Tilskud til tegnebøger, version 1 (/processer/tilskud/1/)" in told(
        "import", good
    )
    assert Process.objects.get().authority is None
    row = told_json("import", good, "--authority", cast.authority.cvr, "--key", "egen")
    assert (row["key"], row["number"], row["authority"]) == ("egen", 1, cast.authority.pk)
    assert "Ingen myndighed har CVR 12345678." in refusal("import", good, "--authority", "12345678")


def test_import_refuses_a_graph_with_errors_and_says_all(cast: Cast, tmp_path: Path) -> None:
    assert "Blindgyde" in refusal("import", write(tmp_path, DEAD_END))
    assert not ProcessVersion.objects.exists()


def test_the_list_shows_every_published_version(cast: Cast, good: Path) -> None:
    told("import", good)
    assert [(row["key"], row["number"]) for row in told_json("list")] == [("tilskud", 1)]
    assert "tilskud  1  " in told("list")
