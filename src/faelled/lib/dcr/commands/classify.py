"""``faelled dcr classify GRAPH LOG``: does the graph accept the good cases and refuse the bad?

The label is an attribute of each case ("true" or "false"); cases without it are counted apart.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from faelled.lib.dcr.commands.codes import FOUND, OK
from faelled.lib.dcr.commands.files import BadInput, graph_in, log_in
from faelled.lib.dcr.commands.telling import percent, tell
from faelled.lib.dcr.conformance.acceptance import Acceptance
from faelled.lib.dcr.conformance.confusion import Confusion
from faelled.lib.dcr.logs import read_log

LABEL = "pdc:isPos"
TRUTH = {"true": True, "1": True, "false": False, "0": False}


def add(parser: ArgumentParser) -> None:
    parser.add_argument("graph", type=Path, metavar="GRAPH", help="Grafen.")
    parser.add_argument("log", type=Path, metavar="LOG", help="Loggen: .xes, .csv, evt. .gz.")
    parser.add_argument(
        "--label", default=LABEL, help=f"Sagens attribut, der siger true for en god sag ({LABEL})."
    )


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    acceptance = Acceptance.of(graph_in(args.graph))
    counts, unlabelled = Confusion(), 0
    with log_in(args.log) as file:
        for trace in read_log(file, args.log.name):
            good = TRUTH.get(trace.attributes.get(args.label, "").strip().lower())
            if good is None:
                unlabelled += 1
                continue
            accepted = acceptance.accepts([event.activity for event in trace.events])
            counts = counts.counting(accepted=accepted, good=good)
    if not counts.total:
        raise BadInput(
            f"{args.log}: ingen sag har attributten »{args.label}« med true eller false."
        )
    _tell(args, out, counts, unlabelled)
    return FOUND if counts.fp or counts.fn else OK


def _tell(args: Namespace, out: TextIO, counts: Confusion, unlabelled: int) -> None:
    told = {
        "tp": counts.tp,
        "fp": counts.fp,
        "tn": counts.tn,
        "fn": counts.fn,
        "accuracy": counts.accuracy,
        "f1": counts.f1,
        "mcc": counts.mcc,
        "unlabelled": unlabelled,
    }
    lines = [
        f"Gode sager, der godtages (tp):   {counts.tp}",
        f"Dårlige sager, der godtages (fp): {counts.fp}",
        f"Dårlige sager, der afvises (tn):  {counts.tn}",
        f"Gode sager, der afvises (fn):     {counts.fn}",
        f"Rigtige svar: {percent(counts.accuracy)}",
    ]
    if unlabelled:
        lines.append(f"Uden mærke, ikke talt med: {unlabelled}")
    tell(args, out, told, lines)
