"""``faelled dcr conform GRAPH LOG``: does the log keep the rules, and which are broken?"""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from faelled.lib.dcr.arrows import write_arrow
from faelled.lib.dcr.commands.codes import FOUND, OK
from faelled.lib.dcr.commands.files import graph_in
from faelled.lib.dcr.commands.log_arguments import add_log, log_of
from faelled.lib.dcr.commands.telling import number, percent, tell
from faelled.lib.dcr.conformance.conform import (
    Conformance,
    Conformer,
    Fit,
    Heat,
    UnknownActivities,
)
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.values import Json


def add(parser: ArgumentParser) -> None:
    parser.add_argument("graph", type=Path, metavar="GRAPH", help="Grafen.")
    add_log(parser)
    parser.add_argument(
        "--unknown",
        type=UnknownActivities,
        choices=list(UnknownActivities),
        default=UnknownActivities.VIOLATION,
        help="Aktiviteter, grafen ikke kender: violation (brud; sådan ellers) eller ignored.",
    )
    parser.add_argument(
        "--variants",
        type=int,
        default=5,
        metavar="N",
        help="Vis de N hyppigste forløb med brud (5).",
    )


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    graph = graph_in(args.graph)
    log = log_of(args)
    found = Conformer(graph, args.unknown).conform(log)
    worst = sorted((fit for fit in found.fits if not fit.fits), key=lambda fit: -fit.variant.count)
    shown = worst[: max(args.variants, 0)]
    told: dict[str, Json] = {
        "fitness": found.fitness,
        "cases": found.cases,
        "fitting_cases": found.fitting,
        "events": found.events,
        "variants": len(found.fits),
        "unknown": dict(found.unknown),
        "heat": [_heat(heat) for heat in found.heat],
        "worst": [_variant(fit, log, graph) for fit in shown],
    }
    tell(args, out, told, _lines(found, shown, log))
    return OK if found.fitting == found.cases else FOUND


def _heat(heat: Heat) -> Json:
    return {
        "relation": _arrow(heat),
        "kind": heat.relation.kind.value,
        "source": heat.relation.source,
        "target": heat.relation.target,
        "asked": heat.asked,
        "broken": heat.broken,
        "cases": heat.cases,
        "variants": heat.variants,
    }


def _variant(fit: Fit, log: EventLog, graph: Graph) -> Json:
    rules = graph.relations
    return {
        "trace": [*log.names(fit.variant.trace)],
        "cases": fit.variant.count,
        "fitness": fit.fitness,
        "refused": fit.refused,
        "undone": fit.undone,
        "broken": {
            write_arrow(rules[place].kind, rules[place].source, rules[place].target): times
            for place, times in fit.broken.items()
        },
    }


def _arrow(heat: Heat) -> str:
    return write_arrow(heat.relation.kind, heat.relation.source, heat.relation.target)


def _lines(found: Conformance, shown: list[Fit], log: EventLog) -> list[str]:
    lines = [
        f"{number(found.fitting)} af {number(found.cases)} sager følger alle regler.",
        f"Overensstemmelse: {percent(found.fitness)}",
    ]
    broken = [heat for heat in found.heat if heat.broken]
    if broken:
        lines.append("Brudte regler (brud, sager, gange reglen blev spurgt):")
        lines += [
            f"  {heat.broken:>8} {heat.cases:>8} {heat.asked:>8}  {_arrow(heat)}" for heat in broken
        ]
    if found.unknown:
        lines.append("Aktiviteter, grafen ikke kender:")
        lines += [f"  {times:>8}  {name}" for name, times in sorted(found.unknown.items())]
    if shown:
        lines.append("Hyppigste forløb med brud (sager, overensstemmelse):")
        lines += [
            f"  {fit.variant.count:>8} {percent(fit.fitness):>8}  "
            f"{' → '.join(log.names(fit.variant.trace))}"
            for fit in shown
        ]
    return lines
