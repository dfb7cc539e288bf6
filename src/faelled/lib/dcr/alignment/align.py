"""Optimal alignment: the cheapest way to make a trace and a graph agree [Christfort, Slaats 2023].

The trace and the graph go together at no cost; a step of the trace that is left out, and a step of
the graph that did not happen, cost one each. An activity that the graph does not know is left out.
Control flow only: rules with guards count as in force, and time is not seen.
"""

from collections.abc import Callable, Sequence

from faelled.lib.dcr.alignment.beam import good_way
from faelled.lib.dcr.alignment.moves import Alignment, Kind, Move, skipped
from faelled.lib.dcr.alignment.problem import Model, Places
from faelled.lib.dcr.alignment.search import Search, Step
from faelled.lib.dcr.alignment.steps import Steps
from faelled.lib.dcr.errors import DcrError
from faelled.lib.dcr.graph import Graph

MOST_NODES = 300_000


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
        run of the graph may end; `InvalidGraph` for one with templates."""
        self._model = Model.of(graph)
        self._steps = Steps(self._model)
        self._most = most_nodes
        shortest = self._steps.shortest_run(most_nodes)
        if shortest is None:
            raise NoEnd(
                "Grafen har intet forløb, der kan afsluttes, "
                f"i de tilstande, der er undersøgt (højst {most_nodes})."
            )
        self._shortest = self._names(shortest)

    def align(self, trace: Sequence[str], *, give_up: Callable[[], bool] = _never) -> Alignment:
        """The best alignment of a trace of activities.

        Always ends: where the memory is used up, or `give_up()` says so, the best that was found
        is given with the bound that was proven (`Alignment.gap`).
        """
        places = Places.of(self._model, trace)
        search = Search(self._steps, places)
        reached = search.best(self._most, give_up)
        worst = len(trace) + len(self._shortest)
        if reached.goal is not None:
            moves = self._moves(trace, reached.way())
            return Alignment(moves, reached.bound, worst, len(reached.came))
        way = good_way(search, worst - 1)
        moves = skipped(trace, self._shortest) if way is None else self._moves(trace, way)
        return Alignment(moves, min(reached.bound, worst), worst, len(reached.came))

    def _moves(self, trace: Sequence[str], way: Sequence[Step]) -> tuple[Move, ...]:
        found, place, events = [], 0, self._model.core.events
        for at, along in way:
            activity = trace[place] if along or at < 0 else ""
            kind = Kind.BOTH if along else Kind.SKIP if at < 0 else Kind.MODEL
            found.append(Move(kind, activity, events[at] if at >= 0 else ""))
            place += kind is not Kind.MODEL
        return tuple(found)

    def _names(self, run: Sequence[int]) -> tuple[str, ...]:
        return tuple(self._model.core.events[at] for at in run)
