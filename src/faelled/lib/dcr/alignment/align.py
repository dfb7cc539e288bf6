"""Optimal alignment: the cheapest way to make a trace and a graph agree [Christfort, Slaats 2023].

The trace and the graph go together at no cost; a step of the trace that is left out, and a step of
the graph that did not happen, cost one each. An activity that the graph does not know is left out.
Control flow only: rules with guards count as in force, and time is not seen.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from faelled.lib.dcr.alignment.beam import good_way, plain_way
from faelled.lib.dcr.alignment.moves import Alignment, Kind, Move, skipped
from faelled.lib.dcr.alignment.problem import Model, Places
from faelled.lib.dcr.alignment.search import Search, Step
from faelled.lib.dcr.alignment.steps import Steps
from faelled.lib.dcr.errors import DcrError
from faelled.lib.dcr.graph import EventType, Graph
from faelled.lib.dcr.verification.copied import own_id

MOST_NODES = 300_000
ROOMS = (2, 8, 32)  # for copies of each template, tried in turn


class NoEnd(DcrError):
    """The graph has no run that may end (or none was found within the bounds): nothing aligns."""


def _never() -> bool:
    return False


class Aligner:
    """A graph, made ready to be aligned with many traces.

    >>> from faelled.lib.dcr.graph import Event, Initial, Kind as Rule, Relation
    >>> graph = Graph("g", "1", "G", events=(Event("ask", "ask"), Event("answer", "answer")),
    ...     relations=(Relation(Rule.RESPONSE, "ask", "answer"),),
    ...     initial=Initial(included=frozenset({"ask", "answer"})))
    >>> found = Aligner(graph).align(["ask", "sigh"])
    >>> found.cost, found.proven, [str(move.kind) for move in found.moves]
    (2, True, ['both', 'model', 'skip'])
    """

    def __init__(self, graph: Graph, *, most_nodes: int = MOST_NODES) -> None:
        """`most_nodes` bounds the memory of one search, some 400 bytes a node. `NoEnd` where no
        run of the graph may end."""
        templates = any(event.type is EventType.TEMPLATE for event in graph.events)
        self._graph, self._most = graph, most_nodes
        self._rooms = ROOMS if templates else (0,)
        self._known: dict[int, Steps] = {}
        shortest = self._steps(self._rooms[0]).shortest_run(most_nodes)
        if shortest is None:
            raise NoEnd(
                "Grafen har intet forløb, der kan afsluttes, "
                f"i de tilstande, der er undersøgt (højst {most_nodes})."
            )
        events = self._steps(self._rooms[0]).model.core.events
        self._shortest = tuple(events[at] for at in shortest)

    def align(self, trace: Sequence[str], *, give_up: Callable[[], bool] = _never) -> Alignment:
        """The best alignment of a trace of activities.

        Always ends: where the memory is used up, or `give_up()` says so, the best that was found
        is given with the bound that was proven (`Alignment.gap`). Of templates there is first room
        for few copies, then for more, as long as more might be cheaper.
        """
        best = self._within(self._rooms[0], trace, give_up)
        for room in self._rooms[1:]:
            if not best.cramped or give_up():
                break
            best = _better(best, self._within(room, trace, give_up))
        return best

    def _within(self, room: int, trace: Sequence[str], give_up: Callable[[], bool]) -> Alignment:
        """The best alignment with room for so many copies."""
        steps = self._steps(room)
        search = Search(steps, Places.of(steps.model, trace))
        reached = search.best(self._most, give_up)
        worst = len(trace) + len(self._shortest)
        searched = len(reached.came)
        if reached.goal is not None:
            moves = moves_of(steps.model, trace, reached.way())
            cost = sum(move.cost for move in moves)
            return Alignment(moves, reached.bound, worst, searched, reached.cut < cost)
        ways = [way for way in (good_way(search, worst - 1), plain_way(search)) if way is not None]
        tried = [moves_of(steps.model, trace, way) for way in ways]
        tried.append(skipped(trace, self._shortest))
        moves = min(tried, key=lambda one: sum(move.cost for move in one))
        return Alignment(moves, min(reached.bound, worst), worst, searched)

    def _steps(self, room: int) -> Steps:
        if room not in self._known:
            self._known[room] = Steps(Model.of(self._graph, room))
        return self._known[room]


def _better(one: Alignment, other: Alignment) -> Alignment:
    """The cheaper of two, with the higher of what both have proven."""
    cheaper = other if other.cost <= one.cost else one
    bound = min(max(one.bound, other.bound), cheaper.cost)
    searched = one.searched + other.searched
    cramped = other.cramped and bound < cheaper.cost
    return replace(cheaper, bound=bound, searched=searched, cramped=cramped)


def moves_of(model: Model, trace: Sequence[str], way: Sequence[Step]) -> tuple[Move, ...]:
    """The steps of a way as moves, each with the event's own name."""
    found, place = [], 0
    events = _told_apart(model, way)
    for (at, along), event in zip(way, events, strict=True):
        activity = trace[place] if along or at < 0 else ""
        kind = Kind.BOTH if along else Kind.SKIP if at < 0 else Kind.MODEL
        found.append(Move(kind, activity, event))
        place += kind is not Kind.MODEL
    return tuple(found)


def _told_apart(model: Model, way: Sequence[Step]) -> Iterator[str]:
    """The events of a way. States were merged that differ in which copy is which, so the copies are
    found again by walking both: the state that stands for all, and the one that is meant."""
    core, merged, meant = model.core, model.reduced(model.start), model.start
    for at, _along in way:
        if at < 0:
            yield ""
            continue
        if not model.copied:
            yield core.events[at]
            continue
        after = core.step(merged, at)
        assert after is not None
        merged, event = model.reduced(after), own_id(core.events[at])
        at, meant = next(
            (one, following)
            for one in core.enabled(meant)
            if own_id(core.events[one]) == event
            and (following := core.step(meant, one)) is not None
            and model.reduced(following) == merged
        )
        yield core.events[at]
