"""Which relation it was that a step broke, or that a case left undone.

* A condition or a milestone that bars the step is broken by it.
* An excluded event that is executed breaks every exclusion that has struck it since it was last
  included: any of them alone would have barred it.
* An event still owed at the end breaks every response that has asked for it since it was last done.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TypeAlias

from faelled.lib.dcr.core import Core, State
from faelled.lib.dcr.flatten import flatten, members
from faelled.lib.dcr.graph import Graph, Kind

Pair: TypeAlias = tuple[Kind, int, int]
# The events of a run, the latest first: it and the run before it.
Run: TypeAlias = "tuple[int, Run] | None"

MOST_BACK = 5_000  # steps that are looked back over for who struck an event out, or asked for it


def relations_of_pairs(graph: Graph) -> Mapping[Pair, tuple[int, ...]]:
    """For each kind and pair of single events, the places of the graph's relations that say it.

    One between groups stands for all its pairs.
    """
    inside = members(graph)
    index = {event.id: at for at, event in enumerate(flatten(graph).events)}
    found: dict[Pair, tuple[int, ...]] = {}
    for place, rule in enumerate(graph.relations):
        for source in inside[rule.source]:
            for target in inside[rule.target]:
                pair = rule.kind, index[source], index[target]
                found[pair] = (*found.get(pair, ()), place)
    return found


def broken_by_step(core: Core, state: State, run: Run, at: int) -> Iterator[Pair]:
    """What the event `at` breaks in a state that the events of `run` led to."""
    executed, pending, included = state
    _bit, conditions, milestones, *_ = core.masks[at]
    for source in _bits(conditions & included & ~executed):
        yield Kind.CONDITION, source, at
    for source in _bits(milestones & included & pending):
        yield Kind.MILESTONE, source, at
    if not included >> at & 1:
        for source in dict.fromkeys(_excluders(core, run, at)):
            yield Kind.EXCLUDE, source, at


def broken_at_end(core: Core, state: State, run: Run) -> Iterator[Pair]:
    """What is left undone where the run ends."""
    _executed, pending, included = state
    for target in _bits(pending & included):
        for source in dict.fromkeys(_askers(core, run, target)):
            yield Kind.RESPONSE, source, target


def _excluders(core: Core, run: Run, target: int) -> Iterator[int]:
    for at in islice(_latest_first(run), MOST_BACK):
        *_, stay, come = core.masks[at]
        if come >> target & 1:
            return
        if not stay >> target & 1:
            yield at


def _askers(core: Core, run: Run, target: int) -> Iterator[int]:
    for at in islice(_latest_first(run), MOST_BACK):
        _bit, _conditions, _milestones, keep, owe, *_ = core.masks[at]
        if owe >> target & 1:
            yield at
        if not keep >> target & 1:
            return


def _latest_first(run: Run) -> Iterator[int]:
    while run is not None:
        at, run = run
        yield at


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
