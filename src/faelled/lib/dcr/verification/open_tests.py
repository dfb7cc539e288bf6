"""Open tests: what must be possible, or impossible, in a context; all else is free.

After Slaats, Debois and Christfort's test-driven modelling. A test names a *context* of events and
what happens in it, in order. Events outside it may happen any number of times in between. So a test
stays true when the graph grows by what it does not speak of. *Possible*: some run of the graph is
just that, seen through the context. *Impossible*: none is.

An event may be named by its id, or by its label where several share it.
"""

from collections import deque
from dataclasses import dataclass

from faelled.lib.dcr.errors import DcrError
from faelled.lib.dcr.graph import Citation, Graph
from faelled.lib.dcr.modeltests import Failure
from faelled.lib.dcr.verification.copied import own_id
from faelled.lib.dcr.verification.moves import moves
from faelled.lib.dcr.verification.net import Net, net_of
from faelled.lib.dcr.verification.statespace import MOST_COPIES, State

MOST_MARKINGS = 250_000


class OpenTestError(DcrError, ValueError):
    """The test names what the graph has not; the message says what, in Danish."""


@dataclass(frozen=True, slots=True)
class OpenTest:
    """`trace`: what happens, in order. `context`: what the test speaks of beside that. `possible`:
    whether there must be such a run. `ends`: whether the run must end accepting."""

    name: str
    trace: tuple[str, ...]
    context: frozenset[str] = frozenset()
    possible: bool = True
    ends: bool = True
    cites: tuple[Citation, ...] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """`run`: a shortest run that is just that, or None. `depends`: guards had a say in it, so the
    data may rule it out. `complete`: everything was searched that could give one."""

    test: OpenTest
    run: tuple[str, ...] | None
    depends: bool
    complete: bool

    @property
    def holds(self) -> bool | None:
        """None: not known, because there was too much to search."""
        if self.run is not None:
            return self.test.possible
        return not self.test.possible if self.complete else None


def ask(
    graph: Graph, test: OpenTest, *, limit: int = MOST_MARKINGS, copies: int = MOST_COPIES
) -> OpenAnswer:
    """Whether the test holds. OpenTestError for names that are not in the graph.

    >>> from faelled.lib.dcr.graph import Event, Initial, Kind, Relation
    >>> graph = Graph("g", "1", "G", events=(Event("a", "A"), Event("b", "B"), Event("c", "C")),
    ...               relations=(Relation(Kind.CONDITION, "a", "b"),),
    ...               initial=Initial(included=frozenset("abc")))
    >>> ask(graph, OpenTest("b kræver a", ("b",), frozenset("ab"), possible=False)).holds
    True
    >>> ask(graph, OpenTest("b kan ske", ("b",))).run
    ('a', 'b')
    """
    return ask_all(graph, (test,), limit=limit, copies=copies)[0]


def ask_all(
    graph: Graph,
    tests: tuple[OpenTest, ...],
    *,
    limit: int = MOST_MARKINGS,
    copies: int = MOST_COPIES,
) -> list[OpenAnswer]:
    """The answers, in order; the graph is compiled once."""
    net = net_of(graph, copies=copies)
    answers = []
    for test in tests:
        steps = [_named(graph, net, name) for name in test.trace]
        context = set().union(*steps, *(_named(graph, net, name) for name in test.context))
        answers.append(_Asking(net, test, steps, frozenset(context)).answer(limit))
    return answers


def failures(graph: Graph, tests: tuple[OpenTest, ...]) -> list[Failure]:
    """Every open test that does not hold, or that there was too much to search for."""
    return [
        Failure(answer.test.name, 0, answer.test.line, said(graph, answer))
        for answer in ask_all(graph, tests)
        if answer.holds is not True
    ]


def said(graph: Graph, answer: OpenAnswer) -> str:
    """The answer in a Danish sentence."""
    if answer.run is None:
        sought = "Der er ikke fundet nogen vej" if not answer.complete else "Ingen vej er sådan"
        more = " i den del, der er undersøgt" if not answer.complete else ""
        return f"{sought}{more}."
    labels = ", ".join(f"»{graph.event(id).label}«" for id in answer.run) or "ingenting"
    data = " Det afhænger af data." if answer.depends else ""
    return f"Det er muligt: {labels}.{data}"


def _named(graph: Graph, net: Net, name: str) -> frozenset[int]:
    """The places of an event and its copies, by id or by label."""
    ids = {event.id for event in graph.events if name in (event.id, event.label)}
    if not ids:
        raise OpenTestError(f"Trinnet »{name}« findes ikke i grafen.")
    return frozenset(at for at, id in enumerate(net.events) if own_id(id) in ids)


# A marking, and how much of the trace has happened.
_Place = tuple[State, int]


@dataclass(frozen=True, slots=True)
class _Asking:
    net: Net
    test: OpenTest
    steps: list[frozenset[int]]
    context: frozenset[int]

    def answer(self, limit: int) -> OpenAnswer:
        """Breadth first: certain moves only, and then, if that gave none, all."""
        sure, whole = self._search(limit, certain=True)
        if sure is not None or not self.net.depends:
            return OpenAnswer(self.test, sure, False, whole)
        run, whole = self._search(limit, certain=False)
        return OpenAnswer(self.test, run, run is not None, whole)

    def _search(self, limit: int, *, certain: bool) -> tuple[tuple[str, ...] | None, bool]:
        begin: _Place = (self.net.reduced(*self.net.begin), 0)
        before: dict[_Place, tuple[_Place, int]] = {begin: (begin, -1)}
        waiting = deque([begin])
        while waiting:
            here = waiting.popleft()
            if self._is_end(here):
                return self._run(before, here), True
            for event, state, sure in moves(here[0], self.net):
                done = self._done(here[1], event)
                if done is None or (certain and not sure):
                    continue
                target = (state, done)
                if target not in before:
                    before[target] = (here, event)
                    waiting.append(target)
            if len(before) > limit:
                return None, False
        return None, self.net.tried_all and not self.net.copies

    def _is_end(self, place: _Place) -> bool:
        (_, pending, included), done = place
        owed = pending & self.net.there(included)
        return done == len(self.steps) and not (self.test.ends and owed)

    def _done(self, done: int, event: int) -> int | None:
        """How much has happened after the event; None where it is not its turn."""
        if event not in self.context:
            return done
        return done + 1 if done < len(self.steps) and event in self.steps[done] else None

    def _run(self, before: dict[_Place, tuple[_Place, int]], place: _Place) -> tuple[str, ...]:
        found: list[str] = []
        while before[place][1] >= 0:
            place, event = before[place]
            found.append(self.net.events[event])
        return tuple(reversed(found))
