"""Traces that nearly were: each one change away from a trace of the log.

Where a graph refuses one of them it says something; where two graphs agree on all of them, the one
with fewer rules is the better reading.
"""

from collections.abc import Iterator, Sequence
from random import Random

from faelled.lib.dcr.discovery.mined import Mined

MOST = 4_000


def nearby(
    traces: Sequence[Sequence[int]], size: int, most: int = MOST
) -> Iterator[tuple[int, ...]]:
    """`most` changed traces, the same each time: a step left out, put in, changed or swapped."""
    draw = Random(1)  # noqa: S311  (dealing, not secrecy)
    filled = [tuple(trace) for trace in traces if trace]
    if not filled:
        return
    for _ in range(most):
        trace = draw.choice(filled)
        place, other = draw.randrange(len(trace)), draw.randrange(size)
        yield draw.choice(CHANGES)(trace, place, other)


def _left_out(trace: tuple[int, ...], place: int, _other: int) -> tuple[int, ...]:
    return trace[:place] + trace[place + 1 :]


def _put_in(trace: tuple[int, ...], place: int, other: int) -> tuple[int, ...]:
    return (*trace[:place], other, *trace[place:])


def _changed(trace: tuple[int, ...], place: int, other: int) -> tuple[int, ...]:
    return (*trace[:place], other, *trace[place + 1 :])


def _swapped(trace: tuple[int, ...], place: int, _other: int) -> tuple[int, ...]:
    return (*trace[:place], *reversed(trace[place : place + 2]), *trace[place + 2 :])


def _repeated(trace: tuple[int, ...], place: int, _other: int) -> tuple[int, ...]:
    return (*trace[:place], trace[place], *trace[place:])


CHANGES = (_left_out, _put_in, _changed, _swapped, _repeated)


def allowed_part(mined: Mined, trace: Sequence[int]) -> Sequence[int]:
    """The trace up to the first step that the rules refuse."""
    executed, included = 0, (1 << mined.size) - 1
    for place, at in enumerate(trace):
        bit = 1 << at
        if not included & bit or included & mined.conditions[at] & ~executed:
            return trace[:place]
        executed |= bit
        included = included & ~mined.excludes[at] | mined.includes[at]
    return trace
