"""Every export of the portal gets a verdict, and every flaw a run that the engine can walk."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from faelled.lib.dates import Duration, danish_calendar
from faelled.lib.dcr import Engine, Graph, Mode, NotEnabled
from faelled.lib.dcr.formats.read import load_graph
from faelled.lib.dcr.verification.verdict import Flaw, FlawKind, Verdict, verify

pytestmark = pytest.mark.realdata

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
DREYER = "alignment-ACM2014-Dreyers.xml"
REAL = {kind for kind in FlawKind if kind is not FlawKind.PUT_OFF}


@pytest.fixture
def verdicts(data: Path) -> dict[str, tuple[Graph, Verdict]]:
    return _verdicts(data)


@cache
def _verdicts(data: Path) -> dict[str, tuple[Graph, Verdict]]:
    graphs = {
        path.name: load_graph(path.read_bytes()) for path in (data / "dcr" / "portal").glob("*.xml")
    }
    return {name: (graph, verify(graph)) for name, graph in graphs.items()}


def flaws(verdict: Verdict) -> set[str]:
    return {flaw.kind.value for flaw in verdict.flaws if flaw.kind in REAL}


def test_every_export_gets_a_verdict(verdicts: dict[str, tuple[Graph, Verdict]]) -> None:
    assert len(verdicts) == 31
    incomplete = {name for name, (_, found) in verdicts.items() if not found.complete}
    assert incomplete == {"highguard-chainsafe-bridge.xml"}  # it makes new proposals without end
    assert all(
        found.timed_complete for name, (_, found) in verdicts.items() if name not in incomplete
    )
    assert {name: flaws(found) for name, (_, found) in verdicts.items() if flaws(found)} == {
        DREYER: {"dead-event", "time-lock"},
        "highguard-chainsafe-bridge.xml": {"dead-end"},
        "scdp-checks-effects-interactions.xml": {"dead-event"},
        "scdp-rate-limiting.xml": {"dead-end"},
        "scdp-safe-self-destruction.xml": {"dead-event"},
        "tapn-dcr-deadlock.xml": {"dead-event", "deadlock", "dead-end", "time-lock"},
        "tapn-dcr-original.xml": {"time-lock"},
        "tapn-dcr-railroad-controller2.xml": {"dead-end"},
    }


def test_the_dreyer_process_has_a_deadline_that_cannot_be_kept(
    verdicts: dict[str, tuple[Graph, Verdict]],
) -> None:
    _, found = verdicts[DREYER]
    assert (found.markings, found.complete, found.timed_complete) == (22_068, True, True)
    (lock,) = found.of(FlawKind.TIME_LOCK)
    # A second abort on the day the step is due starts its wait anew.
    assert [move.event or move.wait for move in lock.run] == [
        "Fill out Application",
        "Reject",
        "Inform Applicant_1",
        "Change phase to Abort",
        7,
        "Change phase to Abort",
    ]
    assert lock.certain


def test_the_runs_can_be_walked(verdicts: dict[str, tuple[Graph, Verdict]]) -> None:
    walked = 0
    for name, (graph, found) in verdicts.items():
        if graph.initial.executed or found.depends:
            continue
        for flaw in found.flaws:
            _walk(name, graph, flaw, found.unit)
            walked += 1
    assert walked > 40


def _walk(name: str, graph: Graph, flaw: Flaw, unit: int) -> None:
    timed = flaw.kind is FlawKind.TIME_LOCK
    mode = Mode.ANALYSIS if timed else Mode.OPERATION
    engine = Engine(graph, calendar=danish_calendar(), mode=mode)
    at, marking = START, engine.initial(START)
    for move in flaw.run:
        at += timedelta(seconds=move.wait * unit if timed else 0)
        if not timed:
            at += timedelta(days=400)  # so that no delay bars
        try:
            if move.event:
                marking = engine.execute(marking, move.event, at=at)
        except NotEnabled as refusal:
            pytest.fail(f"{name}: {flaw}: {refusal}")
    if timed:
        assert engine.enabled(marking, at=at + timedelta(seconds=unit)) == ()


def test_the_timed_models_have_the_delays_they_are_known_for(
    verdicts: dict[str, tuple[Graph, Verdict]],
) -> None:
    graph, found = verdicts["tapn-dcr-original.xml"]
    lengths = {rule.deadline or rule.delay for rule in graph.relations} - {None}
    assert lengths == {Duration(days=3), Duration(days=5)}
    assert [move.event or move.wait for move in found.of(FlawKind.TIME_LOCK)[0].run] == [
        "Activity0",
        "Activity2",
        5,
        "Activity0",
    ]
