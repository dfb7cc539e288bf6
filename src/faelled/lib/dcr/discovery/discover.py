"""From a log to a graph, in one of the ways there are."""

from dataclasses import dataclass
from enum import StrEnum

from faelled.lib.dcr.core import Core
from faelled.lib.dcr.discovery.better import trusted_rules
from faelled.lib.dcr.discovery.cover import fewest
from faelled.lib.dcr.discovery.endings import Log, Mended, without_dead_ends
from faelled.lib.dcr.discovery.graphs import graph_of_relations, graph_of_rules
from faelled.lib.dcr.discovery.published import discover_published
from faelled.lib.dcr.discovery.tree import LogTooLarge
from faelled.lib.dcr.graph import Graph
from faelled.lib.dcr.logs.frames import EventLog

MOST_ACTIVITIES = {"published": 500, "light": 500, "better": 200}  # rules grow with their square


class Mode(StrEnum):
    """PUBLISHED: DisCoveR; LIGHT: without its additional conditions; BETTER: our own."""

    PUBLISHED = "published"
    LIGHT = "light"
    BETTER = "better"


def discover(log: EventLog, mode: Mode, title: str) -> Graph:
    """A graph that accepts every case of the log. Its events are the log's activities.

    Raises `LogTooLarge` for more activities, or with BETTER more beginnings, than it can take.

    >>> from io import BytesIO
    >>> from faelled.lib.dcr.logs.load import load_log
    >>> from faelled.lib.dcr.logs import Columns
    >>> log = load_log(BytesIO(b"sag,trin\\n1,Ring\\n1,Svar\\n2,Ring\\n2,Svar\\n"), "l.csv",
    ...                columns=Columns("sag", "trin"))
    >>> graph = discover(log, Mode.LIGHT, "Opkald")
    >>> [f"{rule.source} {rule.kind} {rule.target}" for rule in graph.relations][:2]
    ['Ring condition Svar', 'Ring response Svar']
    """
    return discover_whole(log, mode, title).graph


@dataclass(frozen=True, slots=True)
class Discovered:
    """`better`: with BETTER, how the graph came to be."""

    graph: Graph
    better: "Chosen | None" = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """`every`: the graph of all rules that are trusted. `few`: of those that were chosen of them.
    `mended`: what was taken out again, since a case could get stuck."""

    every: Graph
    few: Graph
    mended: Mended


def discover_whole(log: EventLog, mode: Mode, title: str) -> Discovered:
    """As `discover`, with what the graph was made of."""
    traces = [variant.trace for variant in log.variants()]
    size = len(log.activities)
    if size > MOST_ACTIVITIES[mode]:
        most = MOST_ACTIVITIES[mode]
        raise LogTooLarge(f"{size} forskellige aktiviteter er for mange for {mode}: højst {most}.")
    if mode is Mode.BETTER:
        found = _better(log, traces, title)
    else:
        mined = discover_published(traces, size, light=mode is Mode.LIGHT)
        found = Discovered(graph_of_rules(mined, log.activities, title))
    _refuse_nothing(found.graph, traces)
    return found


def _better(log: EventLog, traces: list[tuple[int, ...]], title: str) -> Discovered:
    names, counts = log.activities, [variant.count for variant in log.variants()]
    trusted = trusted_rules(traces, counts, len(names))
    few = fewest(trusted, traces)
    mended = without_dead_ends(few, Log(traces, counts, names))
    chosen = Chosen(
        graph_of_rules(trusted, names, title), graph_of_relations(few, names, title), mended
    )
    return Discovered(graph_of_relations(mended.relations, names, title), chosen)


def _refuse_nothing(graph: Graph, traces: list[tuple[int, ...]]) -> None:
    """Replay every trace: a graph that refuses what it was mined from is a fault of ours."""
    core = Core.of(graph)
    start = (0, 0, (1 << len(core.events)) - 1)
    for trace in traces:
        state, done = core.replay(start, trace)
        assert done == len(trace) and core.accepting(state), trace
