"""``faelled dcr conform GRAPH LOG``: does the log keep the rules, and which are broken?"""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from faelled.lib.dates import danish_calendar
from faelled.lib.dcr.arrows import write_arrow
from faelled.lib.dcr.commands.codes import FOUND, OK
from faelled.lib.dcr.commands.files import BadInput, graph_in, strangers
from faelled.lib.dcr.commands.log_arguments import add_log, log_of
from faelled.lib.dcr.commands.telling import number, percent, tell
from faelled.lib.dcr.conformance.conform import Conformer
from faelled.lib.dcr.conformance.heat import Conformance, Fit, Heat
from faelled.lib.dcr.conformance.inside import ConformerInside
from faelled.lib.dcr.conformance.timely import Staffed, Timed, staffed, timed
from faelled.lib.dcr.graph import EventType, Graph, Kind
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.naming import Unknown
from faelled.lib.dcr.values import Json


def add(parser: ArgumentParser) -> None:
    parser.add_argument("graph", type=Path, metavar="GRAPH", help="Grafen.")
    add_log(parser)
    parser.add_argument(
        "--unknown",
        type=Unknown,
        choices=list(Unknown),
        default=Unknown.VIOLATION,
        help="Aktiviteter, grafen ikke kender: violation (brud; sådan ellers) eller ignored.",
    )
    parser.add_argument(
        "--variants",
        type=int,
        default=5,
        metavar="N",
        help="Vis de N hyppigste forløb med brud (5).",
    )
    parser.add_argument(
        "--times", action="store_true", help="Spørg også, om frister og ventetider er holdt."
    )
    parser.add_argument(
        "--roles", choices=["group", "resource"], help="Spørg også om roller, efter denne kolonne."
    )


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    if args.variants < 0:
        raise BadInput("--variants skal være mindst 0.")
    graph = graph_in(args.graph)
    log = log_of(args)
    inside = any(event.type is not EventType.ACTIVITY for event in graph.events)
    conformer = (
        ConformerInside(graph, danish_calendar(), args.unknown)
        if inside
        else Conformer(graph, args.unknown)
    )
    found = conformer.conform(log)
    worst = sorted((fit for fit in found.fits if not fit.fits), key=lambda fit: -fit.variant.count)
    shown = worst[: max(args.variants, 0)]
    told: dict[str, Json] = {
        "fitness": found.fitness,
        "cases": found.cases,
        "fitting_cases": found.fitting,
        "events": found.events,
        "variants": len(found.fits),
        "unknown": dict(found.unknown),
        "dropped": found.dropped,
        "heat": [_heat(heat) for heat in found.heat],
        "worst": [_variant(fit, log, graph) for fit in shown],
    }
    late = timed(graph, log, danish_calendar()) if args.times else []
    wrong = staffed(graph, log, args.roles) if args.roles else []
    told["times"] = [_timed(one) for one in late]
    told["roles"] = [_staffed(one) for one in wrong]
    lines = [*strangers(graph, log.activities), *_lines(found, shown, log)]
    lines += _more_lines(late, wrong)
    tell(args, out, told, lines)
    broken = sum(one.broken for one in late) + sum(one.broken for one in wrong)
    return FOUND if broken or found.fitting < found.cases else OK


def _timed(one: Timed) -> Json:
    rule = one.relation
    duration = rule.deadline if rule.kind is Kind.RESPONSE else rule.delay
    return {
        "relation": write_arrow(rule.kind, rule.source, rule.target),
        "duration": duration.format() if duration else None,
        "tried": one.tried,
        "broken": one.broken,
    }


def _staffed(one: Staffed) -> Json:
    others: dict[str, Json] = {**one.others}
    return {"event": one.event, "known": one.known, "broken": one.broken, "others": others}


def _more_lines(late: list[Timed], wrong: list[Staffed]) -> list[str]:
    lines = []
    if late:
        lines.append("Frister og ventetider (brud, forsøg):")
        for one in late:
            rule = one.relation
            arrow = write_arrow(rule.kind, rule.source, rule.target)
            duration = rule.deadline if rule.kind is Kind.RESPONSE else rule.delay
            words = duration.in_words() if duration else ""
            lines.append(f"  {one.broken:>8} {one.tried:>8}  {arrow} ({words})")
    if wrong:
        lines.append("Trin gjort af andre end rollerne (brud, kendte):")
        lines += [f"  {one.broken:>8} {one.known:>8}  {one.event}" for one in wrong]
    return lines


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
    if found.dropped:
        lines.append(
            f"{number(found.dropped)} forløb kunne læses på flere måder, end der er prøvet."
        )
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
