"""``faelled dcr simulate GRAPH -n N``: made-up cases that follow the graph, as a log."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from faelled.lib.dates.calendar import danish_calendar
from faelled.lib.dates.duration import COPENHAGEN
from faelled.lib.dcr.commands.codes import FOUND, OK
from faelled.lib.dcr.commands.files import BadInput, graph_in, log_in
from faelled.lib.dcr.commands.telling import number, tell
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.guidance.history import courses_of
from faelled.lib.dcr.logs import LogTrace
from faelled.lib.dcr.logs.load import load_log
from faelled.lib.dcr.logs.write import write_csv, write_xes
from faelled.lib.dcr.simulation.answers import Answers
from faelled.lib.dcr.simulation.hours import Hours
from faelled.lib.dcr.simulation.learned import plan_like
from faelled.lib.dcr.simulation.noise import Noise
from faelled.lib.dcr.simulation.plan import Plan
from faelled.lib.dcr.simulation.simulate import ABOUT, Simulated, simulate
from faelled.lib.dcr.values import Json

START = "2026-01-05T08:00"  # a Monday
MOST_CASES = 1_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2999  # with room for all the cases before time itself ends


def add(parser: ArgumentParser) -> None:
    add_option = parser.add_argument
    add_option("graph", type=Path, metavar="GRAPH", help="Grafen.")
    add_option("-n", type=int, default=10, metavar="N", help="Hvor mange sager (10).")
    add_option("-o", "--out", type=Path, metavar="LOG", help="Skriv dem som .xes eller .csv.")
    add_option("--seed", type=int, default=0, metavar="TAL", help="Samme tal, samme sager (0).")
    add_option("--start", default=START, metavar="TID", help=f"Den første sag begynder ({START}).")
    add_option("--noise", type=float, default=0.0, metavar="ANDEL", help="Andel forkerte trin (0).")
    add_option("--late", type=float, default=0.0, metavar="ANDEL", help="Andel sager over fristen.")
    add_option("--staff", type=int, default=0, metavar="N", help="N personer i hver rolle.")
    add_option("--hours", action="store_true", help="Kun i arbejdstiden, 8 til 16 på hverdage.")
    add_option("--like", type=Path, metavar="LOG", help="Vælg og varer som i denne log.")


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    _refuse(args)
    graph = graph_in(args.graph)
    engine = Engine(graph, calendar=danish_calendar())
    cases = simulate(engine, _plan(args, graph), args.n, seed=args.seed)
    kept: list[Simulated] = []
    counts = _Counts()
    if args.out is None:
        kept = list(counts.over(cases))
    else:
        with args.out.open("wb") as file:
            traces = (case.trace for case in counts.over(cases))
            if args.out.suffix == ".csv":
                names = Answers(engine.graph).names(engine.graph.events)
                write_csv(traces, file, about=ABOUT, attributes=names)
            else:
                write_xes(traces, file)
    told = counts.told()
    if args.out is None:
        told["log"] = [_told(case.trace) for case in kept]
    tell(args, out, told, _lines(counts, kept))
    return FOUND if counts.unfinished else OK


class _Counts:
    """Counts cases as they pass."""

    def __init__(self) -> None:
        self.cases = self.events = self.late = self.unfinished = self.mistakes = 0

    def over(self, cases: Iterable[Simulated]) -> Iterator[Simulated]:
        for case in cases:
            self.cases += 1
            self.events += len(case.trace.events)
            self.late += case.late
            self.unfinished += not case.finished
            self.mistakes += len(case.mistakes)
            yield case

    def told(self) -> dict[str, Json]:
        return {
            "cases": self.cases,
            "events": self.events,
            "late": self.late,
            "unfinished": self.unfinished,
            "mistakes": self.mistakes,
        }


def _refuse(args: Namespace) -> None:
    if not 0 < args.n <= MOST_CASES:
        raise BadInput(f"-n skal være fra 1 til {number(MOST_CASES)}.")
    for name in ("noise", "late"):
        if not 0 <= getattr(args, name) <= 1:
            raise BadInput(f"--{name} skal være fra 0 til 1.")
    if args.out is not None and args.out.suffix not in (".xes", ".csv"):
        raise BadInput(f"{args.out}: loggen skal hedde .xes eller .csv.")


def _plan(args: Namespace, graph: Graph) -> Plan:
    try:
        start = datetime.fromisoformat(args.start)
    except ValueError as error:
        raise BadInput(f"--start: »{args.start}« er ikke et tidspunkt.") from error
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise BadInput(f"--start: året skal være fra {FIRST_YEAR} til {LAST_YEAR}.")
    start = (start if start.tzinfo else start.replace(tzinfo=COPENHAGEN)).astimezone(UTC)
    plan = Plan(start) if args.like is None else _like(args, graph, start)
    roles = sorted({role for event in graph.events for role in event.roles})
    roles = sorted({*roles, *(role for group in graph.groups for role in group.roles)})
    staff = {role: [f"{role} {at}" for at in range(1, args.staff + 1)] for role in roles}
    return replace(
        plan,
        hours=Hours() if args.hours else None,
        staff=staff if args.staff > 0 else {},
        late=args.late,
        noise=Noise(args.noise) if args.noise else None,
    )


def _like(args: Namespace, graph: Graph, start: datetime) -> Plan:
    with log_in(args.like) as file:
        courses = courses_of(load_log(file, args.like.name))
    if not courses:
        raise BadInput(f"{args.like}: loggen har ingen sager.")
    return plan_like(graph, courses, start)


def _told(trace: LogTrace) -> Json:
    return {
        "case": trace.id,
        **trace.attributes,
        "events": [
            {
                "activity": event.activity,
                "at": event.at.isoformat() if event.at else None,
                "resource": event.resource,
                "group": event.group,
            }
            for event in trace.events
        ],
    }


def _lines(counts: _Counts, kept: Sequence[Simulated]) -> list[str]:
    lines = [
        f"{case.trace.id}: {' → '.join(event.activity for event in case.trace.events)}"
        for case in kept
    ]
    lines.append(f"{number(counts.cases)} sager, {number(counts.events)} trin.")
    if counts.late:
        lines.append(f"Over en frist: {number(counts.late)} sager.")
    if counts.mistakes:
        lines.append(f"Forkert noteret: {number(counts.mistakes)} trin.")
    if counts.unfinished:
        lines.append(f"Kom ikke til en afslutning: {number(counts.unfinished)} sager.")
    return lines
