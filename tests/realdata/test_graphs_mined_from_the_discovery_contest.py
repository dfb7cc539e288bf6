"""Process Discovery Contest 2019, logs 2 to 6: what mined graphs say of 450 labelled traces.

The figures of the published miner are those of shared/reference/dcr.md 2.3, where two other
implementations agree; the relations of the better mode are compared with the smaller of theirs.
"""

from pathlib import Path

import pytest

from faelled.lib.dcr.conformance.acceptance import Acceptance
from faelled.lib.dcr.conformance.confusion import Confusion
from faelled.lib.dcr.discovery.discover import Mode, discover, discover_whole
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.logs import read_log
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.load import load_log
from faelled.lib.dcr.verification.verdict import verify

pytestmark = pytest.mark.realdata

PUBLISHED = {
    2: Confusion(45, 0, 45, 0),
    3: Confusion(44, 0, 45, 1),
    4: Confusion(47, 4, 38, 1),
    5: Confusion(45, 3, 42, 0),
    6: Confusion(45, 0, 45, 0),
}
RELATIONS = {2: 230, 3: 427, 4: 389, 5: 830, 6: 592}


def training(data: Path, number: int) -> EventLog:
    name = f"Training_{number}.xes.gz"
    with (data / "logs" / "pdc2019" / name).open("rb") as file:
        return load_log(file, name)


def judged(graph: Graph, data: Path, number: int) -> Confusion:
    acceptance, counts = Acceptance.of(graph), Confusion()
    name = f"GroundTruth_{number}.xes.gz"
    with (data / "logs" / "pdc2019" / name).open("rb") as file:
        for trace in read_log(file, name):
            accepted = acceptance.accepts([event.activity for event in trace.events])
            good = trace.attributes["pdc:isPos"] == "true"
            counts = counts.counting(accepted=accepted, good=good)
    return counts


@pytest.mark.parametrize("number", PUBLISHED)
def test_the_published_miner_exactly(data: Path, number: int) -> None:
    graph = discover(training(data, number), Mode.PUBLISHED, "PDC")
    assert judged(graph, data, number) == PUBLISHED[number]


def test_the_better_mode_is_right_more_often_with_less_than_half_the_relations(data: Path) -> None:
    right = 0
    for number, relations in RELATIONS.items():
        log = training(data, number)
        graph = discover(log, Mode.BETTER, "PDC")
        acceptance = Acceptance.of(graph)
        assert all(acceptance.accepts(log.names(trace)) for trace in set(log.traces()))
        assert len(graph.relations) <= relations / 2
        counts = judged(graph, data, number)
        right += counts.tp + counts.tn
    assert right >= 445


def test_no_case_gets_stuck_in_what_is_mined_from_receipt(data: Path) -> None:
    with (data / "logs" / "receipt.xes.gz").open("rb") as file:
        log = load_log(file, "receipt.xes.gz")
    found = discover_whole(log, Mode.BETTER, "receipt")
    assert found.better is not None
    assert not verify(found.better.few).sound and len(found.better.mended.dropped) <= 3
    verdict = verify(found.graph)
    assert verdict.sound and verdict.complete
    acceptance = Acceptance.of(found.graph)
    assert all(acceptance.accepts(log.names(trace)) for trace in set(log.traces()))
