"""Event logs: reading, discovery and conformance, on the logs in `FAELLED_DATA`.

CPU time of this process, the least of several rounds. What peers reach is quoted from
shared/reference/dcr.md (2.2 to 2.4). Run with `python -m bench.dcr_logs`.
"""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

from faelled.lib.dcr.conformance.acceptance import Acceptance
from faelled.lib.dcr.conformance.conform import Conformer
from faelled.lib.dcr.conformance.confusion import Confusion
from faelled.lib.dcr.discovery.discover import Mode, discover
from faelled.lib.dcr.graph import Graph, Kind, Relation
from faelled.lib.dcr.logs import read_log
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.load import load_log

LOGS = Path(os.environ.get("FAELLED_DATA", Path(__file__).parents[2] / "shared" / "data")) / "logs"
# tp, fp, tn, fn and the relations of the leaner of two peers, by log of the contest.
PEERS = {
    2: (Confusion(45, 0, 45, 0), 230),
    3: (Confusion(44, 0, 45, 1), 427),
    4: (Confusion(47, 4, 38, 1), 389),
    5: (Confusion(45, 3, 42, 0), 830),
    6: (Confusion(45, 0, 45, 0), 592),
}
ROUNDS = 3
Row = tuple[str, float, str, str]


def load(name: str) -> EventLog:
    with (LOGS / name).open("rb") as file:
        return load_log(file, name)


def cpu_seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    best = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def judged(graph: Graph, number: int) -> Confusion:
    """The graph's verdicts on the labelled traces of one log of the contest."""
    acceptance, counts = Acceptance.of(graph), Confusion()
    name = f"pdc2019/GroundTruth_{number}.xes.gz"
    with (LOGS / name).open("rb") as file:
        for trace in read_log(file, name):
            accepted = acceptance.accepts([event.activity for event in trace.events])
            good = trace.attributes["pdc:isPos"] == "true"
            counts = counts.counting(accepted=accepted, good=good)
    return counts


def refused(graph: Graph, log: EventLog) -> int:
    """How many variants a graph refuses."""
    acceptance = Acceptance.of(graph)
    return sum(not acceptance.accepts(log.names(variant.trace)) for variant in log.variants())


def contest() -> list[Row]:
    """Both ways of discovery on the five logs of the contest at hand."""
    exact = right = lost = relations = flat = 0
    worst = slowest = 0.0
    for number, (matrix, peer) in PEERS.items():
        log = load(f"pdc2019/Training_{number}.xes.gz")
        published = discover(log, Mode.PUBLISHED, "PDC")
        begun = time.process_time()
        better = discover(log, Mode.BETTER, "PDC")
        slowest = max(slowest, time.process_time() - begun)
        exact += judged(published, number) == matrix
        counts = judged(better, number)
        right += counts.tp + counts.tn
        lost += refused(published, log) + refused(better, log)
        relations += len(better.relations)
        flat += len(published.relations)
        worst = max(worst, len(better.relations) / peer)
        told = f"{counts.tp} {counts.fp} {counts.tn} {counts.fn}"
        print(
            f"  log {number}: published {len(published.relations)} relations; better {told}, "
            f"{len(better.relations)} relations, {len(better.groups)} groups"
        )
    peers = sum(peer for _matrix, peer in PEERS.values())
    return [
        ("discovery: PDC logs with the published matrix", exact, "of 5", ">= 5"),
        ("discovery, better: right (published: 441)", right, "of 450", ">= 445"),
        ("discovery: variants refused by their own graph", lost, "", "<= 0"),
        (
            "discovery, better: relations, of the peer's 2,468",
            100 * relations / peers,
            "%",
            "<= 50",
        ),
        ("discovery, better: the same, the worst log", 100 * worst, "%", "<= 50"),
        (
            "discovery, better: the same, of our published mode's",
            100 * relations / flat,
            "%",
            "<= 50",
        ),
        ("discovery, better: the slowest of the five logs", slowest, "s", "<= 10"),
    ]


def held_back(log: EventLog, mode: Mode) -> int:
    """How many cases are refused by the graph of the four fifths of the log they are not in."""
    owners = list(range(log.cases.height))
    Random(3).shuffle(owners)
    traces, found = log.traces(), 0
    for fold in range(5):
        held = owners[fold::5]
        rest = log.part(sorted(set(owners) - set(held)))
        acceptance = Acceptance.of(discover(rest, mode, "part"))
        found += sum(not acceptance.accepts(log.names(traces[case])) for case in held)
    return found


def new_cases() -> list[Row]:
    """Cases that the graph was not found from, all good: the fewer are refused, the better."""
    totals = dict.fromkeys((Mode.PUBLISHED, Mode.BETTER), 0)
    names = [f"pdc2019/Training_{number}" for number in PEERS] + ["receipt", "helpdesk"]
    for name in names:
        log = load(f"{name}.xes.gz")
        counts = {mode: held_back(log, mode) for mode in totals}
        told = ", ".join(f"{mode} {count}" for mode, count in counts.items())
        print(f"  {name}: {log.cases.height} cases, refused when held back: {told}")
        totals = {mode: total + counts[mode] for mode, total in totals.items()}
    share = 100 * totals[Mode.BETTER] / totals[Mode.PUBLISHED]
    return [("discovery, better: new cases refused, of the published's", share, "%", "<= 100")]


def broken_often(graph: Graph) -> Graph:
    """Rules that every case of the log breaks, some twenty times."""
    names = [event.id for event in graph.events]
    more = [Relation(Kind.EXCLUDE, name, name) for name in names]
    more += [Relation(Kind.CONDITION, names[-1], name) for name in names[:8]]
    return replace(graph, relations=(*graph.relations, *more))


def large() -> list[Row]:
    """BPI Challenge 2012: 262,200 events."""
    log = load("bpic2012.xes.gz")
    graph = discover(log, Mode.PUBLISHED, "BPI")
    fitting, breaking = Conformer(graph), Conformer(broken_often(graph))
    events = log.events.height
    assert fitting.conform(log).fitness == 1.0
    assert breaking.conform(log).fitting == 0
    return [
        (
            "logs: BPI 2012 from .xes.gz (dcr4py: 10.5 s)",
            cpu_seconds(lambda: load("bpic2012.xes.gz")), "s", "<= 4",
        ),
        (
            "discovery: BPI 2012 (dcr4py: 1.67 s, DCR-js: 0.77 s)",
            cpu_seconds(lambda: discover(log, Mode.PUBLISHED, "BPI")), "s", "<= 0.8",
        ),
        (
            "discovery, better: BPI 2012",
            cpu_seconds(lambda: discover(log, Mode.BETTER, "BPI"), rounds=1), "s", "<= 30",
        ),
        (
            "conformance: BPI 2012 on its own graph (dcr4py: 40,600)",
            events / cpu_seconds(lambda: fitting.conform(log)), "events/s", ">= 200000",
        ),
        (
            "conformance: the same, every case with some 20 violations",
            events / cpu_seconds(lambda: breaking.conform(log)), "events/s", ">= 200000",
        ),
    ]  # fmt: skip


def figures() -> list[Row]:
    """Name, value, unit and target of every figure measured here."""
    return contest() + new_cases() + large()


if __name__ == "__main__":
    for name, value, unit, target in figures():
        print(f"{name:60} {value:14,.3f} {unit:8} target {target}")
