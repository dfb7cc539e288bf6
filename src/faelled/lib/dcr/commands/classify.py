"""``faelled dcr classify GRAPH LOG``: does the graph accept the good cases and refuse the bad?

The label is an attribute of each case ("true" or "false"); cases without it are counted apart,
as are those of a graph with templates that could not be decided within its bounds.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from faelled.lib.dcr.commands.codes import FOUND, OK
from faelled.lib.dcr.commands.files import BadInput, graph_in, strangers
from faelled.lib.dcr.commands.log_arguments import add_log, log_of
from faelled.lib.dcr.commands.telling import percent, tell
from faelled.lib.dcr.conformance.acceptance_copied import ROOMS, acceptance_of
from faelled.lib.dcr.conformance.confusion import Confusion
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.values import Json

LABEL = "pdc:isPos"
MOST_SHOWN = 12
TRUTH = {"true": True, "1": True, "false": False, "0": False}


def add(parser: ArgumentParser) -> None:
    parser.add_argument("graph", type=Path, metavar="GRAPH", help="Grafen.")
    add_log(parser)
    parser.add_argument(
        "--label", default=LABEL, help=f"Sagens attribut, der siger true for en god sag ({LABEL})."
    )


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    graph = graph_in(args.graph)
    acceptance, log = acceptance_of(graph), log_of(args)
    labels = log.cases[args.label].to_list() if args.label in log.cases.columns else []
    truths = [TRUTH.get((label or "").strip().lower()) for label in labels]
    counts, unlabelled, unknown = Confusion(), truths.count(None), 0
    for variant in log.variants() if truths else ():
        accepted = acceptance.accepts(log.names(variant.trace))
        for good in (truths[case] for case in variant.cases):
            if good is not None and accepted is None:
                unknown += 1
            elif good is not None and accepted is not None:
                counts = counts.counting(accepted=accepted, good=good)
    if not counts.total + unknown:
        raise BadInput(
            f"{args.log}: ingen sag har attributten »{args.label}« med true eller false. "
            f"Sagerne har: {_attributes(log)}."
        )
    lines = [*strangers(graph, log.activities), *_lines(counts, unlabelled, unknown)]
    tell(args, out, _told(counts, unlabelled, unknown), lines)
    return FOUND if counts.fp or counts.fn or unknown else OK


def _attributes(log: EventLog) -> str:
    names = [f"»{name}«" for name in log.cases.columns]
    more = f" og {len(names) - MOST_SHOWN} andre" if len(names) > MOST_SHOWN else ""
    return ", ".join(names[:MOST_SHOWN]) + more


def _told(counts: Confusion, unlabelled: int, unknown: int) -> dict[str, Json]:
    return {
        "tp": counts.tp,
        "fp": counts.fp,
        "tn": counts.tn,
        "fn": counts.fn,
        "accuracy": counts.accuracy,
        "f1": counts.f1,
        "mcc": counts.mcc,
        "unlabelled": unlabelled,
        "unknown": unknown,
    }


def _lines(counts: Confusion, unlabelled: int, unknown: int) -> list[str]:
    lines = [
        f"Gode sager, der godtages (tp):   {counts.tp}",
        f"Dårlige sager, der godtages (fp): {counts.fp}",
        f"Dårlige sager, der afvises (tn):  {counts.tn}",
        f"Gode sager, der afvises (fn):     {counts.fn}",
    ]
    if counts.total:
        lines.append(f"Rigtige svar: {percent(counts.accuracy)}")
    if unlabelled:
        lines.append(f"Uden mærke, ikke talt med: {unlabelled}")
    if unknown:
        lines.append(
            f"Ikke afgjort, ikke talt med: {unknown}. Sagen kræver flere kopier af en skabelon "
            f"end {ROOMS[-1]}, eller kan læses på for mange måder."
        )
    return lines
