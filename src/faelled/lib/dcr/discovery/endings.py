"""A mined graph that a case can get stuck in, mended with as few rules taken out as need be.

What many cases did one by one, no case may have done together: two responses may owe what a third
rule bars. Such a *dead end* is found by searching what can happen (`verification`), and the rules
that meet there are conditions and responses. Without one of those the graph accepts all it accepted
before and more, so no case of the log is lost; without any there is no dead end. The way, the same
for every log:

1. In the shortest run to a dead end, the rule of those at work there that the fewest cases speak
   for is taken out; again, until none is left.
2. What was taken out is put back one by one, the best founded first, where none comes of it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from faelled.lib.dcr.core import Core, State
from faelled.lib.dcr.discovery.graphs import graph_of_relations
from faelled.lib.dcr.discovery.mined import bits
from faelled.lib.dcr.discovery.rectangles import Pair, Rectangle
from faelled.lib.dcr.graph import Graph, Kind
from faelled.lib.dcr.verification.statespace import explore
from faelled.lib.dcr.verification.traps import lost_states

MOST_MARKINGS = 50_000
MOST_DROPPED = 40
MOST_AFTER = 2_000  # markings after a run that was met before


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """A shortest run after which the case can never end, for these events are owed."""

    run: tuple[str, ...]
    owed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found in so many markings, all there are if `complete`."""

    dead_end: DeadEnd | None
    markings: int
    complete: bool


@dataclass(frozen=True, slots=True)
class Dropped:
    """A rule that is taken out: so many cases `asked` it, and it was at work in this dead end."""

    kind: Kind
    source: str
    target: str
    asked: int
    met: DeadEnd


@dataclass(frozen=True, slots=True)
class Mended:
    """The relations that are left, with what was taken out, and how the graph is found to be."""

    relations: list[Rectangle]
    dropped: tuple[Dropped, ...]
    searched: Searched


def dead_end(graph: Graph, *, most: int = MOST_MARKINGS) -> Searched:
    """The shortest dead end. What was not searched is taken to be none.

    >>> from faelled.lib.dcr.graph import Event, Initial, Relation
    >>> rules = (Relation(Kind.RESPONSE, "a", "b"), Relation(Kind.CONDITION, "b", "b"))
    >>> dead_end(Graph("g", "1", "G", events=(Event("a", "A"), Event("b", "B")), relations=rules,
    ...                initial=Initial(included=frozenset("ab")))).dead_end
    DeadEnd(run=('a',), owed=('b',))
    """
    space = explore(graph, limit=most)
    lost = lost_states(space)
    found: DeadEnd | None = None
    if lost:
        numbers = space.numbers_to(min(lost))
        _, pending, included = space.end_of(numbers)
        owed = tuple(space.events[at] for at in bits(pending & space.net.there(included)))
        found = DeadEnd(space.along(numbers), owed)
    return Searched(found, space.searched, space.complete)


@dataclass(frozen=True, slots=True)
class Log:
    """What rules are weighed by: the distinct traces, and how many cases went as each."""

    traces: Sequence[Sequence[int]]
    counts: Sequence[int]
    activities: Sequence[str]

    def asked(self, pair: Pair) -> int:
        """In how many cases a condition's target happened, or a response's source."""
        kind, source, target = pair
        at = target if kind is Kind.CONDITION else source
        return sum(
            count for trace, count in zip(self.traces, self.counts, strict=True) if at in trace
        )


def without_dead_ends(
    relations: list[Rectangle],
    log: Log,
    *,
    most: int = MOST_MARKINGS,
    most_dropped: int = MOST_DROPPED,
) -> Mended:
    """Take out rules until no dead end is found, or `most_dropped` are out."""
    work = _Mending(relations, log, most)
    found = work.search()
    while found.dead_end is not None and len(work.dropped) < most_dropped:
        met = found.dead_end
        work.drop_one(met)
        if len(work.dropped) == most_dropped or not work.stuck_after(met):
            found = work.search()
    if found.dead_end is None:
        found = work.put_back(found)
    return Mended(work.left(), tuple(work.dropped.values()), found)


class _Mending:
    """The relations, and what is out for now. A run that was met before is walked again first: a
    search of all that can happen costs far more."""

    def __init__(self, relations: list[Rectangle], log: Log, most: int) -> None:
        self.dropped: dict[Pair, Dropped] = {}
        self._relations, self._log, self._most = relations, log, most

    def left(self) -> list[Rectangle]:
        return without(self._relations, self.dropped)

    def search(self) -> Searched:
        return dead_end(self._graph(), most=self._most)

    def stuck_after(self, met: DeadEnd) -> bool:
        return _is_stuck(Core.of(self._graph()), met.run)

    def drop_one(self, met: DeadEnd) -> None:
        core, log = Core.of(self._graph()), self._log
        pair = min(_at_work(core, met), key=lambda pair: (log.asked(pair), pair))
        kind, source, target = pair
        names = core.events[source], core.events[target]
        self.dropped[pair] = Dropped(kind, *names, log.asked(pair), met)

    def put_back(self, found: Searched) -> Searched:
        """What was found at last, when no more can be put back."""
        for pair in sorted(self.dropped, key=lambda pair: (-self.dropped[pair].asked, pair)):
            out = self.dropped
            self.dropped = {other: one for other, one in out.items() if other != pair}
            stuck = any(self.stuck_after(one.met) for one in out.values())
            again = None if stuck else self.search()
            if again is None or again.dead_end is not None:
                self.dropped = out
            else:
                found = again
        return found

    def _graph(self) -> Graph:
        return graph_of_relations(self.left(), self._log.activities, "")


def _is_stuck(core: Core, run: Iterable[str]) -> bool:
    """Whether it is sure that a case can go so, and then never end."""
    steps = [core.index[id] for id in run]
    state, done = core.replay(_beginning(core), steps)
    if done < len(steps):
        return False
    seen, waiting = {state}, [state]
    while waiting and len(seen) < MOST_AFTER:
        here = waiting.pop()
        if core.accepting(here):
            return False
        after = {step for at in core.enabled(here) if (step := core.step(here, at)) is not None}
        waiting += after - seen
        seen |= after
    return not waiting


def _beginning(core: Core) -> State:
    return 0, 0, (1 << len(core.events)) - 1


def _graph(relations: Iterable[Rectangle], log: Log) -> Graph:
    return graph_of_relations(relations, log.activities, "")


def _at_work(core: Core, met: DeadEnd) -> Iterator[Pair]:
    """The responses that what is owed comes from, and the conditions that bar it, and bar what they
    wait for. There is always one: at the start nothing is owed."""
    run = [core.index[id] for id in met.run]
    (executed, pending, included), _done = core.replay(_beginning(core), run)
    for target in bits(pending & included):
        for source in sorted(set(run[_last(run, target) :])):
            if core.masks[source][4] >> target & 1:
                yield Kind.RESPONSE, source, target
    yield from _barring(core, (executed, pending, included))


def _last(run: Sequence[int], at: int) -> int:
    """Where in the run it happened last; from the beginning if never."""
    return len(run) - 1 - run[::-1].index(at) if at in run else 0


def _barring(core: Core, state: State) -> Iterator[Pair]:
    executed, pending, included = state
    waiting, seen = list(bits(pending & included)), pending & included
    while waiting:
        target = waiting.pop()
        barring = core.masks[target][1] & included & ~executed
        for source in bits(barring):
            yield Kind.CONDITION, source, target
        waiting += bits(barring & ~seen)
        seen |= barring


def without(relations: Sequence[Rectangle], out: Collection[Pair]) -> list[Rectangle]:
    """The relations without some pairs; what is left of one is said with the groups there are.

    >>> rule = Rectangle(Kind.RESPONSE, frozenset({0, 1, 2}), frozenset({3}))
    >>> inner = Rectangle(Kind.EXCLUDE, frozenset({0, 1}), frozenset({4}))
    >>> for left in without([rule, inner], [(Kind.RESPONSE, 2, 3)]):
    ...     print(left.kind, sorted(left.sources), sorted(left.targets))
    response [0, 1] [3]
    exclude [0, 1] [4]
    """
    ends = {end for rule in relations for end in (rule.sources, rule.targets)}
    left = list(relations)
    for pair in out:
        left = [part for rule in left for part in _parts(rule, pair, ends)]
    return list(dict.fromkeys(left))


def _parts(rule: Rectangle, pair: Pair, ends: Collection[frozenset[int]]) -> Iterator[Rectangle]:
    kind, source, target = pair
    if kind is not rule.kind or source not in rule.sources or target not in rule.targets:
        yield rule
        return
    for sources in _rest(rule.sources, source, ends):
        yield replace(rule, sources=sources)
    for targets in _rest(rule.targets, target, ends):
        yield Rectangle(kind, frozenset({source}), targets)


def _rest(
    end: frozenset[int], out: int, ends: Collection[frozenset[int]]
) -> Iterator[frozenset[int]]:
    """An end without one of its members, as the largest groups in it; they are nested."""
    left = set(end - {out})
    for group in sorted(ends, key=lambda group: (-len(group), sorted(group))):
        if group <= left:
            yield group
            left -= group
    yield from (frozenset({at}) for at in sorted(left))
