"""A trace read as a run, whether it is one or not: what is not allowed is taken all the same."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from faelled.lib.dcr.conformance.blame import Pair, Run, broken_by_step
from faelled.lib.dcr.core import Core, State

MOST_READINGS = 64  # of a trace at once, where names are shared


@dataclass(slots=True)
class Reading:
    """One way to read a trace so far: the events meant, the state, and what went wrong.

    `duties` counts how often something not owed came to be owed, what is owed at the start too.
    """

    state: State
    run: Run = None
    duties: int = 0
    refused: int = 0
    broken: Counter[Pair] = field(default_factory=Counter)


def undone_in(state: State) -> int:
    """How much is owed in a state."""
    return (state[1] & state[2]).bit_count()


def walk(core: Core, start: State, trace: Iterable[int]) -> Reading:
    """The only reading of a trace whose every name means one event."""
    executed, pending, included = start
    duties, refused = pending.bit_count(), 0
    run: Run = None
    broken: Counter[Pair] = Counter()
    masks = core.masks
    for at in trace:
        bit, conditions, milestones, keep, owe, stay, come = masks[at]
        if ~included & bit or included & (conditions & ~executed | milestones & pending):
            refused += 1
            for pair in broken_by_step(core, (executed, pending, included), run, at):
                broken[pair] += 1
        kept = pending & keep
        new = owe & ~kept
        if new:
            duties += new.bit_count()
        executed |= bit
        pending = kept | owe
        included = included & stay | come
        run = at, run
    return Reading((executed, pending, included), run, duties, refused, broken)


def fewest_violations(core: Core, start: State, steps: Iterable[Sequence[int]]) -> Reading:
    """Of all ways to read a trace of names that may mean several events, one that breaks least.

    At most `MOST_READINGS` are kept on the way, those that break least so far.
    """
    readings = [Reading(start, duties=start[1].bit_count())]
    for events in steps:
        after: dict[State, Reading] = {}
        for reading in readings:
            for at in events:
                found = _taken(core, reading, at)
                known = after.get(found.state)
                if known is None or found.refused < known.refused:
                    after[found.state] = found
        readings = sorted(after.values(), key=lambda one: one.refused)[:MOST_READINGS]
    return min(readings, key=lambda one: one.refused + undone_in(one.state))


def _taken(core: Core, reading: Reading, at: int) -> Reading:
    step = walk(core, reading.state, (at,))
    broken = reading.broken
    if not core.check(reading.state, at):
        broken = broken + Counter(broken_by_step(core, reading.state, reading.run, at))
    duties = reading.duties + step.duties - reading.state[1].bit_count()
    return Reading(step.state, (at, reading.run), duties, reading.refused + step.refused, broken)
