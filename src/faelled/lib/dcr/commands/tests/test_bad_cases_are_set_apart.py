"""``faelled dcr contrast``: rules with their evidence, for people and for programs."""

import json
from pathlib import Path

import pytest

from faelled.lib.dcr.commands.tests.calling import dcr
from faelled.lib.dcr.contrast.tests.making import Case, steps, told


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("contrast") / "l.csv"
    cases = []
    for number in range(120):
        bad = number % 3 == 0
        order = "apply decide hear" if bad else "apply hear decide"
        about = {"late": "true" if bad else "false", "town": "A" if number % 6 < 3 else "B"}
        cases.append(Case(steps(order), about))
    path.write_bytes(told(cases))
    return path


def test_programs_get_every_figure(log: Path) -> None:
    said = dcr("contrast", log, "--bad", "late", "--protected", "town", "--early", "--json")
    answer = json.loads(said.out)
    assert (said.code, said.err) == (1, "")
    [rule] = answer["rules"]
    assert rule["relations"] == ["hear -->* decide"]
    assert (rule["bad_stopped"], rule["good_hit"], rule["confidence"]) == (40, 0, 1.0)
    assert rule["lift"] == pytest.approx(3.0) and rule["q"] < 1e-20
    assert (rule["stable_folds"], rule["seen_before_last_event"]) == (5, 1.0)
    assert {one["group"] for one in rule["fairness"]} == {"A", "B"}
    assert answer["held_back"]["balanced"] == 1.0
    by_events = {one["events"]: one["balanced"] for one in answer["early"]}
    assert by_events[1] == 0.5 and by_events[2] == 1.0


def test_people_get_sentences(log: Path) -> None:
    said = dcr("contrast", log, "--bad", "late")
    assert "»decide« sker først, når »hear« er sket." in said.out
    assert "Brydes af 40 dårlige og 0 gode sager" in said.out
    assert "afbalanceret 100,0 %" in said.out


def test_what_cannot_be_asked_is_said(log: Path) -> None:
    assert "deler ikke" in dcr("contrast", log, "--bad", "persons > 9").err
    assert "--about" in dcr("contrast", log, "--bad", "late", "--about", "luck").err
    assert dcr("contrast", log, "--bad", "late", "--level", "0").code == 2
    assert dcr("contrast", log, "--bad", "late", "--folds", "1").code == 2
