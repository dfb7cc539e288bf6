"""``faelled dcr verify GRAPH``: can every step happen, and can every case be ended in time?

``--tests FILE`` also runs the model tests and open tests of a file.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from faelled.lib.dcr.commands.codes import FOUND, OK
from faelled.lib.dcr.commands.files import MOST_GRAPH_BYTES, BadInput, bounded, graph_in
from faelled.lib.dcr.commands.telling import tell
from faelled.lib.dcr.formats.modeltest_files import load_all
from faelled.lib.dcr.formats.problems import GraphError
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.modeltests import legal_engine, run_tests
from faelled.lib.dcr.verification.open_tests import failures
from faelled.lib.dcr.verification.saying import sentences, to_json
from faelled.lib.dcr.verification.statespace import MOST_COPIES
from faelled.lib.dcr.verification.verdict import MOST_MARKINGS, MOST_TIMED, verify


def add(parser: ArgumentParser) -> None:
    parser.add_argument("graph", type=Path, metavar="GRAPH", help="Grafen.")
    parser.add_argument("--tests", type=Path, metavar="FIL", help="Prøver, som grafen skal bestå.")
    for name, most, help in (
        ("limit", MOST_MARKINGS, "Højst så mange tilstande"),
        ("timed-limit", MOST_TIMED, "Højst så mange tilstande med tid"),
        ("copies", MOST_COPIES, "Så mange af det, der kan laves flere af"),
    ):
        parser.add_argument(
            f"--{name}", type=int, default=most, metavar="N", help=f"{help} ({most})."
        )


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    if min(args.limit, args.timed_limit, args.copies) < 1:
        raise BadInput("Grænserne skal være mindst 1.")
    graph = graph_in(args.graph)
    verdict = verify(graph, limit=args.limit, timed_limit=args.timed_limit, copies=args.copies)
    failed = _failed(args.tests, graph) if args.tests is not None else []
    told = to_json(verdict) | {"failures": [*failed]}
    lines = sentences(graph, verdict) + [f"Prøve: {failure}" for failure in failed]
    tell(args, out, told, lines)
    return OK if verdict.sound and not failed else FOUND


def _failed(path: Path, graph: Graph) -> list[str]:
    text = bounded(path, MOST_GRAPH_BYTES).read_text("utf-8", errors="replace")
    try:
        found = load_all(text, graph)
    except GraphError as error:
        raise BadInput("\n".join(f"{path}: {problem}" for problem in error.errors)) from error
    failed = [*run_tests(legal_engine(graph), found.tests), *failures(graph, found.open)]
    return [str(failure) for failure in failed]
