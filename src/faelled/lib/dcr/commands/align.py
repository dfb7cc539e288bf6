"""``faelled dcr align GRAPH LOG``: how little must change for each case to follow the graph?"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from faelled.lib.dcr.alignment import Aligner, Alignment, Kind, Move
from faelled.lib.dcr.alignment.align import ROOMS
from faelled.lib.dcr.commands.codes import FOUND, OK
from faelled.lib.dcr.commands.files import BadInput, graph_in, log_in, strangers
from faelled.lib.dcr.commands.log_arguments import add_log, columns_of
from faelled.lib.dcr.commands.telling import number, percent, tell
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.logs import read_log
from faelled.lib.dcr.values import Json

SIGNS = {Kind.BOTH: "", Kind.SKIP: "-", Kind.MODEL: "+"}


@dataclass(frozen=True, slots=True)
class Aligned:
    """A case, and its alignment."""

    case: str
    alignment: Alignment


def add(parser: ArgumentParser) -> None:
    parser.add_argument("graph", type=Path, metavar="GRAPH", help="Grafen.")
    add_log(parser)
    parser.add_argument(
        "--max-traces", type=int, metavar="N", help="Kun de første N sager i loggen."
    )
    parser.add_argument(
        "--budget",
        type=float,
        metavar="SEKUNDER",
        help="Højst så længe om hver sag; så gives det bedste, der er fundet, med en grænse.",
    )


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    for name in ("max_traces", "budget"):
        value = getattr(args, name)
        if value is not None and not value > 0:
            raise BadInput(f"--{name.replace('_', '-')} skal være større end 0.")
    graph = graph_in(args.graph)
    found = list(_aligned(args, graph))
    if not found:
        raise BadInput(f"{args.log}: loggen har ingen sager.")
    told: dict[str, Json] = {
        "cases": len(found),
        "cost": sum(one.alignment.cost for one in found),
        "bound": sum(one.alignment.bound for one in found),
        "proven": sum(one.alignment.proven for one in found),
        "fitness": sum(one.alignment.fitness for one in found) / len(found),
        "traces": [_told(one) for one in found],
    }
    seen = {move.activity for one in found for move in one.alignment.moves if move.activity}
    tell(args, out, told, [*strangers(graph, seen), *_lines(found)])
    return FOUND if any(one.alignment.cost for one in found) else OK


def _aligned(args: Namespace, graph: Graph) -> Iterator[Aligned]:
    aligner = Aligner(graph)
    known: dict[tuple[str, ...], Alignment] = {}
    with log_in(args.log) as file:
        log = read_log(file, args.log.name, columns=columns_of(args.columns))
        for count, case in enumerate(log):
            if count == args.max_traces:
                return
            events = case.events
            trace = tuple(e.activity for e in events if e.completes or not args.done)
            if trace not in known:
                known[trace] = _within(args, aligner, trace)
            yield Aligned(case.id, known[trace])


def _within(args: Namespace, aligner: Aligner, trace: Sequence[str]) -> Alignment:
    if args.budget is None:
        return aligner.align(trace)
    end = args.clock() + args.budget
    return aligner.align(trace, give_up=lambda: args.clock() > end)


def _told(one: Aligned) -> Json:
    found = one.alignment
    return {
        "case": one.case,
        "cost": found.cost,
        "bound": found.bound,
        "proven": found.proven,
        "fitness": found.fitness,
        "searched": found.searched,
        "cramped": found.cramped,
        "moves": [
            {"kind": move.kind.value, "activity": move.activity, "event": move.event}
            for move in found.moves
        ],
    }


def _lines(found: list[Aligned]) -> Iterator[str]:
    cost = sum(one.alignment.cost for one in found)
    unproven = [one for one in found if not one.alignment.proven]
    fitness = sum(one.alignment.fitness for one in found) / len(found)
    yield f"Sager: {number(len(found))}. Afvigelser i alt: {number(cost)}."
    yield f"Overensstemmelse: {percent(fitness)} i gennemsnit."
    if unproven:
        yield f"Ikke bevist som de færreste: {number(len(unproven))} sager; grænsen står ved dem."
    cramped = sum(one.alignment.cramped for one in found)
    if cramped:
        yield (
            f"I {number(cramped)} sager kunne flere end {ROOMS[-1]} kopier af en skabelon måske "
            "give færre afvigelser; det er ikke prøvet."
        )
    for one in found:
        if one.alignment.cost:
            yield f"{one.case}: {_deviations(one.alignment)}"


def _deviations(found: Alignment) -> str:
    at_least = "" if found.proven else f", mindst {found.bound}"
    moves = " ".join(_word(move) for move in found.moves if move.cost)
    return f"{found.cost} afvigelser{at_least} (- skete for meget, + manglede): {moves}"


def _word(move: Move) -> str:
    return f"{SIGNS[move.kind]}»{move.activity or move.event}«"
