"""``faelled dcr discover LOG -o GRAPH``: a rule graph that accepts every case of a log."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from faelled.lib.dcr.arrows import write_arrow
from faelled.lib.dcr.commands.codes import OK
from faelled.lib.dcr.commands.files import BadInput
from faelled.lib.dcr.commands.log_arguments import add_log, log_of
from faelled.lib.dcr.commands.telling import number, percent, tell
from faelled.lib.dcr.discovery.discover import Mode, discover_whole
from faelled.lib.dcr.discovery.endings import DeadEnd, Dropped, Searched, dead_end
from faelled.lib.dcr.discovery.paces import Pace, paces, with_paces
from faelled.lib.dcr.discovery.proof import MOST_PAIRS, Compared, compare
from faelled.lib.dcr.discovery.responsible import Responsible, responsible, with_roles
from faelled.lib.dcr.discovery.tree import LogTooLarge
from faelled.lib.dcr.formats.read import Format
from faelled.lib.dcr.formats.write import write_graph
from faelled.lib.dcr.graph import Graph, Kind
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.values import Json

SHARE, SUPPORT = 0.95, 20
MOST_SHOWN = 5
WHO = {"group": "enheden (group)", "resource": "personen (resource)"}
SUFFIXES = {".toml": Format.NATIVE, ".xml": Format.PORTAL}


def add(parser: ArgumentParser) -> None:
    add_log(parser)
    parser.add_argument(
        "-o", dest="out", type=Path, required=True, metavar="GRAF",
        help="Filen, der skal skrives: .toml (vores eget format) eller .xml (portalens).",
    )  # fmt: skip
    parser.add_argument(
        "--mode",
        type=Mode,
        choices=list(Mode),
        default=Mode.PUBLISHED,
        help="published (DisCoveR), light (den lette udgave) eller better (vores egen).",
    )
    parser.add_argument("--title", default="", help="Grafens titel; ellers loggens navn.")
    parser.add_argument(
        "--roles", choices=["group", "resource"], help="Find også roller, efter denne kolonne."
    )
    parser.add_argument(
        "--times", action="store_true", help="Find også frister og ventetider, som loggen holder."
    )
    parser.add_argument(
        "--share",
        type=float,
        default=SHARE,
        metavar="DEL",
        help=f"Så stor en del skal roller, frister og ventetider dække ({SHARE}).",
    )
    parser.add_argument(
        "--support",
        type=int,
        default=SUPPORT,
        metavar="N",
        help=f"Så mange gange skal noget være set, før det siger noget ({SUPPORT}).",
    )


@dataclass(frozen=True, slots=True)
class _Extras:
    roles: list[Responsible]
    paces: list[Pace]
    reduction: Compared | None
    dropped: Sequence[Dropped]
    searched: Searched


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    if not 0.5 <= args.share <= 1:
        raise BadInput("--share skal være mellem 0.5 og 1.")
    if args.support < 1:
        raise BadInput("--support skal være mindst 1.")
    format = SUFFIXES.get(args.out.suffix.lower())
    if format is None:
        raise BadInput(f"{args.out}: grafen skal ende på .toml eller .xml.")
    if not args.out.absolute().parent.is_dir():
        raise BadInput(f"{args.out}: mappen findes ikke.")
    log = log_of(args)
    if not log.activities:
        raise BadInput(f"{args.log}: der er ingen hændelser i loggen.")
    try:
        whole = discover_whole(log, args.mode, args.title or args.log.name)
    except LogTooLarge as error:
        raise BadInput(f"{args.log}: {error}") from error
    graph, better = whole.graph, whole.better
    found = _Extras(
        responsible(log, args.roles, args.share, args.support) if args.roles else [],
        paces(log, graph, args.share, args.support) if args.times else [],
        compare(better.every, better.few) if better else None,
        better.mended.dropped if better else (),
        better.mended.searched if better else dead_end(graph),
    )
    graph = with_paces(with_roles(graph, found.roles), found.paces)
    args.out.write_bytes(write_graph(graph, format).data)
    _tell(args, out, log, graph, found)
    return OK


def _tell(args: Namespace, out: TextIO, log: EventLog, graph: Graph, found: _Extras) -> None:
    kinds = {kind.value: sum(rule.kind is kind for rule in graph.relations) for kind in Kind}
    told: dict[str, Json] = {
        "mode": args.mode.value,
        "cases": log.cases.height,
        "events": log.events.height,
        "activities": len(log.activities),
        "relations": len(graph.relations),
        "groups": len(graph.groups),
        "kinds": {kind: count for kind, count in kinds.items() if count},
        "reduction": _reduction(found.reduction),
        "dead_end": _dead_end(found.searched),
        "dropped": [
            {"kind": one.kind.value, "source": one.source, "target": one.target,
             "asked": one.asked, "run": [*one.met.run], "owed": [*one.met.owed]}
            for one in found.dropped
        ],
        "roles": [
            {"activity": one.activity, "roles": [*one.roles], "support": one.support,
             "share": one.share}
            for one in found.roles
        ],
        "times": [
            {"kind": pace.kind.value, "source": pace.source, "target": pace.target,
             "support": pace.support, "median_seconds": pace.median,
             "bound_seconds": pace.bound, "duration": pace.duration.format()}
            for pace in found.paces
        ],
    }  # fmt: skip
    tell(args, out, told, _lines(args, log, graph, found))


def _lines(args: Namespace, log: EventLog, graph: Graph, found: _Extras) -> list[str]:
    size = f"{number(log.cases.height)} sager, {number(log.events.height)} hændelser"
    counts = len(graph.relations), len(graph.groups)
    rules = f"{counts[0]} {_of(counts[0], 'regel', 'regler')} og "
    rules += f"{counts[1]} {_of(counts[1], 'gruppe', 'grupper')}"
    lines = [
        f"{size}, {len(log.activities)} aktiviteter.",
        f"{args.out}: {rules}. Alle loggens sager godtages.",
    ]
    lines += compared(found.reduction)
    lines += ended(found.dropped, found.searched)
    if args.roles and not found.roles:
        lines.append(f"Ingen roller fundet: loggen siger ikke nok om {WHO[args.roles]}.")
    if found.roles:
        lines.append("Roller (så få, som gjorde det meste; kendte gange):")
    lines += [
        f"  {one.activity}: {_some(one.roles)} ({percent(one.share)} af {one.support})"
        for one in found.roles
    ]
    words = {Kind.CONDITION: "tidligst efter", Kind.RESPONSE: "inden for"}
    if found.paces:
        lines.append("Frister og ventetider, som loggen plejer at holde (vane, ikke lov):")
    lines += [
        f"  {pace.source} → {pace.target}: {words[pace.kind]} {pace.duration.in_words()} "
        f"({pace.support} gange)"
        for pace in found.paces
    ]
    return lines


def _of(count: int, one: str, more: str) -> str:
    return one if count == 1 else more


def _some(roles: Sequence[str]) -> str:
    shown = ", ".join(roles[:MOST_SHOWN])
    return f"{shown} og {len(roles) - MOST_SHOWN} andre" if len(roles) > MOST_SHOWN else shown


def _reduction(found: Compared | None) -> Json:
    if found is None:
        return None
    return {
        "same": found.same,
        "pairs": found.pairs,
        "run": [*found.run],
        "allowed": [*found.allowed],
        "barred": [*found.barred],
    }


def compared(found: Compared | None) -> list[str]:
    """What the few rules say against all that the log vouches for."""
    if found is None:
        return []
    size, most = number(found.pairs), number(MOST_PAIRS)
    every = "alle de regler, loggen står inde for"
    if found.same:
        return [f"Bevist: de siger det samme som {every} ({size} tilstande)."]
    if found.same is None:
        return [
            f"Ikke bevist, om de siger det samme som {every}: ingen forskel i {most} tilstande."
        ]
    run = " → ".join(f"»{id}«" for id in found.run)
    after = f"efter {run}" if run else "fra begyndelsen"
    return [
        f"En forenkling: kun i og nær loggens forløb siger de altid det samme som {every}.",
        f"  Korteste forskel: {after} {_difference(found)}.",
    ]


def _dead_end(found: Searched) -> Json:
    met = found.dead_end
    return {
        "markings": found.markings,
        "complete": found.complete,
        "run": [*met.run] if met else None,
        "owed": [*met.owed] if met else [],
    }


def ended(dropped: Sequence[Dropped], found: Searched) -> list[str]:
    """What was taken out since cases could get stuck, and whether they still can."""
    lines = []
    if dropped:
        words = _of(len(dropped), "regel", "regler")
        lines.append(f"{len(dropped)} {words} taget ud, for sagen kunne gå i stå:")
    met: DeadEnd | None = None
    for one in dropped:
        arrow = write_arrow(one.kind, one.source, one.target)
        lines.append(
            f"  {arrow} ({number(one.asked)} {_of(one.asked, 'sag', 'sager')} har den med)"
        )
        if one.met != met:
            lines.append(f"    {_stuck(one.met)}")
        met = one.met
    size = f"{number(found.markings)} {_of(found.markings, 'tilstand', 'tilstande')}"
    if found.dead_end is not None:
        return [*lines, f"Sagen kan gå i stå: {_stuck(found.dead_end)}"]
    if found.complete:
        return [*lines, f"Ingen blindgyder ({size})."]
    return [*lines, f"Ingen blindgyder fundet, men kun {size} er undersøgt."]


def _stuck(met: DeadEnd) -> str:
    run = " → ".join(f"»{id}«" for id in met.run)
    owed = ", ".join(f"»{id}«" for id in met.owed)
    after = f"efter {run}" if run else "fra begyndelsen"
    return f"{after} kan sagen aldrig afsluttes; {owed} mangler."


def _difference(found: Compared) -> str:
    for names, word in ((found.allowed, "kan"), (found.barred, "kan ikke længere")):
        if names:
            return f"{word} »{names[0]}« ske"
    return "svarer de forskelligt på, om sagen kan slutte"
