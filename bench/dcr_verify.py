"""Verification and graph files, on the DCR portal's exports in `FAELLED_DATA`.

Run with `python -m bench.dcr_verify`. Figures are CPU time, the best of several rounds.
"""

import os
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from lxml import etree

from faelled.lib.dcr.formats import portal_out
from faelled.lib.dcr.formats.read import load_graph
from faelled.lib.dcr.formats.safe_xml import parse_xml
from faelled.lib.dcr.graph import Event, Graph, Initial, Kind, Relation
from faelled.lib.dcr.verification.verdict import verify

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("FAELLED_DATA", ROOT.parent / "shared" / "data")) / "dcr"
DREYER = "alignment-ACM2014-Dreyers.xml"
ROUNDS = 3
LONG = 300


def figures() -> list[tuple[str, float, str, str]]:
    """Name, value, unit and target of every figure measured here.

    The peers' figures, as `reference/dcr.md` quotes them: of 43 exports dcr4py loads 38, 11 of
    those with a loss; no open tool verifies a graph natively.
    """
    exports = {path.name: path.read_bytes() for path in sorted((DATA / "portal").glob("*.xml"))}
    drawn = [path.read_bytes() for path in sorted((DATA / "dcrjs").glob("*.xml"))]
    graphs = {name: load_graph(data) for name, data in exports.items()}
    verdicts = [verify(graph) for graph in graphs.values()]
    dreyer = graphs[DREYER]
    every = len(exports)
    read = len([load_graph(data).id for data in drawn])
    return [
        ("portal exports that load", len(graphs), "files", f">= {every}"),
        ("portal exports written back the same", _same(exports), "files", f">= {every}"),
        ("files of DCR-js that load", read, "files", f">= {len(drawn)}"),
        ("portal graphs with a verdict", len(verdicts), "graphs", f">= {every}"),
        ("verify the Dreyer process", _best(lambda: verify(dreyer)), "CPU-s", "<= 5"),
        ("markings of the Dreyer process", verify(dreyer).markings, "markings", "<= 181600"),
        (f"verify a chain of {LONG} steps", _best(lambda: verify(_chain())), "CPU-s", "<= 2"),
        ("read the Dreyer export", _best(lambda: load_graph(exports[DREYER])), "CPU-s", "<= 1"),
    ]


def _chain() -> Graph:
    """Each step waits for the one before, and the last is owed: few markings, many steps."""
    ids = [f"e{at}" for at in range(LONG)]
    return Graph(
        "chain",
        "1",
        "Chain",
        events=tuple(Event(id, id) for id in ids),
        relations=tuple(Relation(Kind.CONDITION, *two) for two in pairwise(ids)),
        initial=Initial(included=frozenset(ids), pending={ids[-1]: None}),
    )


def _same(exports: dict[str, bytes]) -> int:
    """How many are the same document after reading and writing, as canonical XML."""
    return sum(
        _canonical(portal_out.dumps(load_graph(data), data)) == _canonical(data)
        for data in exports.values()
    )


def _canonical(data: bytes) -> bytes:
    return etree.tostring(parse_xml(data), method="c14n")


def _best(run: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        run()
        times.append(time.process_time() - begun)
    return min(times)


if __name__ == "__main__":
    for name, value, unit, target in figures():
        print(f"{name:52} {value:14,.3f} {unit:8} target {target}")
