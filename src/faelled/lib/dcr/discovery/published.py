"""DisCoveR, as published: Back, Slaats, Hildebrandt, Marquard, STTT 24 (2022), arXiv 2005.10085.

One pass over the log finds which of six patterns every case keeps; they become rules. Rules that
follow from others are left out, and a second pass adds conditions that hold only because their
source is out of the case wherever it has not happened (the *light* variant leaves these out).
Every trace mined from is accepted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from faelled.lib.dcr.discovery.mined import Mined, bits


@dataclass(slots=True)
class Patterns:
    """What holds of every trace, one mask of activities for each activity.

    `before[j]`: all that ever happened before j; `first[j]`: what always did; `just_before[j]`:
    what did immediately, always; `later[i]`: what always happens after the last i; `once`: the
    activities that no trace repeats.
    """

    before: list[int]
    first: list[int]
    just_before: list[int]
    later: list[int]
    once: int

    @property
    def after(self) -> list[int]:
        """All that ever happened after each."""
        found = [0] * len(self.before)
        for late, mask in enumerate(self.before):
            for early in bits(mask):
                found[early] |= 1 << late
        return found


def patterns(traces: Iterable[Sequence[int]], size: int) -> Patterns:
    """The patterns of traces over the activities 0 to size-1."""
    every = (1 << size) - 1
    others = [every & ~(1 << at) for at in range(size)]
    before, first, just, later, once = [0] * size, others[:], others[:], others[:], every
    for trace in traces:
        seen = last = 0
        for at in trace:
            bit = 1 << at
            before[at] |= seen
            first[at] &= seen
            just[at] &= last
            once &= ~(seen & bit)
            seen |= bit
            last = bit
        rest = 0
        for at in reversed(trace):
            bit = 1 << at
            if not rest & bit:
                later[at] &= rest
            rest |= bit
    return Patterns(before, first, just, later, once)


def discover_published(traces: Iterable[Sequence[int]], size: int, *, light: bool = False) -> Mined:
    """The rules of a log; `traces` need each variant only once.

    >>> mined = discover_published([(0, 1, 2), (0, 2)], 3)
    >>> [list(bits(mask)) for mask in mined.conditions], list(bits(mined.responses[0]))
    ([[], [0], [0]], [2])
    """
    traces = [tuple(trace) for trace in traces]
    found = patterns(traces, size)
    includes, excludes = _exclusions(found)
    for at in range(size):  # what always went before has already excluded it
        for early in bits(found.first[at]):
            excludes[at] &= ~excludes[early]
    conditions, responses = found.first[:], found.later[:]
    _leave_out_transitive(conditions)
    _leave_out_transitive(responses)
    if not light:
        added = _waived(traces, found.before, includes, excludes)
        conditions = [one | other for one, other in zip(conditions, added, strict=True)]
        _leave_out_transitive(conditions)
    return Mined(conditions, responses, includes, excludes)


def _exclusions(found: Patterns) -> tuple[list[int], list[int]]:
    """Includes and excludes by source."""
    size, after = len(found.before), found.after
    every = (1 << size) - 1
    includes, excludes = [0] * size, [found.once & 1 << at for at in range(size)]
    for at in range(size):
        for early in bits(found.just_before[at]):
            includes[early] |= 1 << at
            excludes[at] |= 1 << at
    selves = sum(mask & 1 << at for at, mask in enumerate(excludes))
    for at in range(size):
        strangers = every & ~(found.before[at] | after[at] | 1 << at)
        excludes[at] |= strangers | found.before[at] & ~after[at] & ~selves
    return includes, excludes


def _leave_out_transitive(masks: list[int]) -> None:
    """Of a rule from a to b, one from b to c and one from a to c, the last says nothing new."""
    for at, mask in enumerate(masks):
        for other in bits(mask):
            if masks[at] >> other & 1:
                masks[at] &= ~masks[other]


def _waived(
    traces: Iterable[Sequence[int]],
    before: Sequence[int],
    includes: Sequence[int],
    excludes: Sequence[int],
) -> list[int]:
    """Conditions that hold because their source is done or excluded, whenever the target comes."""
    possible = list(before)
    every = (1 << len(before)) - 1
    for trace in traces:
        seen, included = 0, every
        for at in trace:
            possible[at] &= seen | ~included
            seen |= 1 << at
            included = included & ~excludes[at] | includes[at]
    return possible
