"""``faelled dcr contrast``: rules with their evidence, for people and for programs."""

import json
from pathlib import Path
from random import Random

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
    assert (rule["bad_stopped_share"], rule["good_hit_share"]) == (1.0, 0.0)
    assert rule["support"] == pytest.approx(1 / 3) and rule["may_be_chance"] is False
    assert rule["lift"] == pytest.approx(3.0) and rule["q"] < 1e-20
    assert (rule["stable_folds"], rule["seen_before_last_event"]) == (5, 1.0)
    assert {one["group"] for one in rule["fairness"]} == {"A", "B"}
    assert answer["held_back"]["balanced"] == 1.0
    by_events = {one["events"]: one["balanced"] for one in answer["early"]}
    assert by_events[1] == 0.5 and by_events[2] == 1.0


def test_people_get_sentences(log: Path) -> None:
    said = dcr("contrast", log, "--bad", "late", "--protected", "town")
    for words in (
        "1. »decide« sker først, når »hear« er sket.",
        "Brydes i 40 sager (33,3 % af alle).",
        "100,0 % af dem er dårlige, 3,00 gange så stor en andel som af alle sager.",
        "Havde reglen gældt: 40 af 40 dårlige sager var standset (100,0 %)",
        "og 0 af 80 gode var ramt (0,0 %).",
        "   Rammer ingen gruppe skævt efter town.",
        "Reglerne siger, hvad der fulgtes ad i gamle sager, ikke hvorfor.",
    ):
        assert words in said.out
    assert "Næppe tilfældigt (p = " in said.out
    assert "afbalanceret (gode og dårlige vejer lige, gæt giver 50 %) 100,0 %" in said.out


def test_rules_that_may_be_chance_are_marked_where_chance_is_not_asked_about(
    tmp_path: Path,
) -> None:
    path, rng = tmp_path / "l.csv", Random(4)
    orders = ["a b c", "b a c", "c a b", "a c", "b c a c"]
    path.write_bytes(
        told(
            [
                Case(steps(rng.choice(orders)), {"late": rng.choice(["true", "false"])})
                for _ in range(80)
            ]
        )
    )
    asked = dcr("contrast", path, "--bad", "late")
    assert (asked.code, "Ingen regel skiller" in asked.out) == (0, True)
    free = dcr("contrast", path, "--bad", "late", "--level", "1")
    assert free.code == 1 and "Det kan være tilfældigt (p = " in free.out
    rules = json.loads(dcr("contrast", path, "--bad", "late", "--level", "1", "--json").out)[
        "rules"
    ]
    assert rules and all(rule["may_be_chance"] for rule in rules)


def test_what_cannot_be_asked_is_said(log: Path) -> None:
    assert "deler ikke" in dcr("contrast", log, "--bad", "persons > 9").err
    assert "ingen sag er dårlig" in dcr("contrast", log, "--bad", "persons > 9").err
    assert "alle sager er dårlige" in dcr("contrast", log, "--bad", "persons > 0").err
    for option in ("--protected", "--without"):
        said = dcr("contrast", log, "--bad", "late", option, "twon")
        assert said.code == 2 and "intet, der hedder »twon«" in said.err and "town" in said.err
    assert "--about" in dcr("contrast", log, "--bad", "late", "--about", "luck").err
    assert dcr("contrast", log, "--bad", "late", "--level", "0").code == 2
    assert dcr("contrast", log, "--bad", "late", "--folds", "1").code == 2


def test_a_log_of_one_case_cannot_be_contrasted(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_bytes(told([Case(steps("a b"), {"late": "true"})]))
    said = dcr("contrast", path, "--bad", "late")
    assert said.code == 2 and "alle sager er dårlige" in said.err
    path.write_bytes(told([Case(steps("a b"), {"late": late}) for late in ("true", "false")]))
    assert "mindst 10 af hver" in dcr("contrast", path, "--bad", "late").err
