"""The contest's labelled traces and a municipality's slow cases, told apart by few rules."""

from pathlib import Path

import pytest

from faelled.lib.dcr.contrast.contrast import LEVEL, Labelled, labelled
from faelled.lib.dcr.contrast.held_back import ANY, held_back
from faelled.lib.dcr.contrast.rule import Aspect
from faelled.lib.dcr.logs.load import load_log

pytestmark = pytest.mark.realdata


def labelled_in(path: Path, bad: str, *aspects: Aspect) -> Labelled:
    with path.open("rb") as file:
        return labelled(load_log(file, path.name), bad, aspects=aspects or tuple(Aspect))


def test_the_contest_is_told_apart_by_at_most_twenty_rules(data: Path) -> None:
    right = total = 0
    for number in (2, 3, 4, 5, 6):
        path = data / "logs" / "pdc2019" / f"GroundTruth_{number}.xes.gz"
        cases = labelled_in(path, "not(`pdc:isPos`)", Aspect.FLOW)
        found = held_back(cases.table.hits, cases.bad, ANY, 10)
        right += found.counts.tp + found.counts.tn
        total += found.counts.total
        assert found.most <= 20
    assert right / total >= 0.80


def test_slow_cases_of_a_municipality_are_told_apart_by_their_hands(data: Path) -> None:
    cases = labelled_in(data / "logs" / "receipt.xes.gz", "duration > p75(duration)")
    assert (int(cases.bad.sum()), len(cases.bad)) == (359, 1434)
    found = held_back(cases.table.hits, cases.bad, LEVEL, 5)
    assert found.balanced >= 0.79 and found.most <= 20


def test_cases_past_their_planned_day_are_counted_as_published(data: Path) -> None:
    path = data / "logs" / "receipt.xes.gz"
    cases = labelled_in(path, "enddate > enddate_planned", Aspect.WHO)
    assert (int(cases.bad.sum()), len(cases.bad), cases.unlabelled) == (389, 1329, 105)
