"""A verdict in Danish sentences, and as plain data."""

from collections.abc import Iterator

from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.values import Json
from faelled.lib.dcr.verification.copied import own_id
from faelled.lib.dcr.verification.lengths import Lengths
from faelled.lib.dcr.verification.verdict import Flaw, FlawKind, Move, Verdict, Why

_WHY = {
    Why.BLOCKED: "kan aldrig ske",
    Why.OFF: "er slået fra, og intet slår det til",
    Why.WRITTEN: "sker aldrig selv; andre trin skriver dets værdi",
    Why.IN_TIME: "kan aldrig nås: tiden spærrer",
    Why.UNSEEN: "sker ikke i det, der er undersøgt",
}
_TRAPS = {
    FlawKind.DEADLOCK: "Fastlåst: {way} kan intet ske, men {events} mangler.",
    FlawKind.DEAD_END: "Blindgyde: {way} kan sagen aldrig afsluttes; {events} mangler.",
    FlawKind.LIVELOCK: "Kredsløb: {way} kan {round} gentages for evigt, men {events} sker aldrig.",
    FlawKind.TIME_LOCK: "Tidslås: {way} er fristen for {events} inde, og den kan ikke holdes.",
    FlawKind.PUT_OFF: "Kan udskydes: {way} kan {round} gentages for evigt, mens {events} venter.",
}


def sentences(graph: Graph, verdict: Verdict) -> list[str]:
    """The whole verdict, the mistakes first."""
    lines = [sentence(graph, flaw, verdict.unit) for flaw in verdict.flaws]
    if verdict.sound:
        lines.insert(0, "Ingen fejl fundet.")
    if verdict.depends:
        lines.append("Dommen afhænger af data: en betingelse kan falde ud til begge sider.")
    lines += verdict.limits
    lines.append(f"Undersøgt: {verdict.markings} tilstande{_in_time(verdict)}.")
    return lines


def _in_time(verdict: Verdict) -> str:
    return f", og {verdict.timed} med tid" if verdict.timed is not None else ""


def sentence(graph: Graph, flaw: Flaw, unit: int) -> str:
    """One flaw. `unit`: how many seconds a wait of 1 is."""
    events = _listed(graph, flaw.events)
    if flaw.kind is FlawKind.DEAD_EVENT:
        return f"{events} {_WHY[flaw.why or Why.BLOCKED]}."
    text = _TRAPS[flaw.kind].format(
        way=_way(graph, flaw.run, unit), events=events, round=_listed(graph, flaw.round)
    )
    depends = not flaw.certain and flaw.kind is not FlawKind.PUT_OFF
    return f"{text} Det afhænger af data." if depends else text


def _way(graph: Graph, run: tuple[Move, ...], unit: int) -> str:
    if not run:
        return "lige fra begyndelsen"
    lengths = Lengths(unit, 0, ())
    parts = [
        _named(graph, move.event) if move.event else f"{lengths.words(move.wait)} senere"
        for move in run
    ]
    return f"efter {', '.join(parts)}"


def _listed(graph: Graph, events: tuple[str, ...]) -> str:
    return ", ".join(_named(graph, id) for id in events)


def _named(graph: Graph, id: str) -> str:
    """The label; with the id where other steps have the same label."""
    own = graph.event(own_id(id)).label
    shared = sum(event.label == own for event in graph.events) > 1
    return f"»{graph.event(id).label}« ({id})" if shared else f"»{graph.event(id).label}«"


def to_json(verdict: Verdict) -> dict[str, Json]:
    """Everything of the verdict, in English keys; waits are seconds."""
    return {
        "sound": verdict.sound,
        "flaws": [_flaw(flaw, verdict.unit) for flaw in verdict.flaws],
        "markings": verdict.markings,
        "complete": verdict.complete,
        "timed_markings": verdict.timed if verdict.timed is not None else 0,
        "timed_complete": verdict.timed_complete,
        "merged": [[*group] for group in verdict.merged],
        "depends_on_data": verdict.depends,
        "limits": [*verdict.limits],
    }


def _flaw(flaw: Flaw, unit: int) -> dict[str, Json]:
    return {
        "kind": flaw.kind.value,
        "events": [*flaw.events],
        "run": [*_run(flaw.run, unit)],
        "round": [*flaw.round],
        "certain": flaw.certain,
        "why": flaw.why.value if flaw.why is not None else "",
    }


def _run(run: tuple[Move, ...], unit: int) -> Iterator[Json]:
    for move in run:
        yield {"do": move.event} if move.event else {"wait": move.wait * unit}
