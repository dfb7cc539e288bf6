"""Rules on time: how long a case lies still, how long one step waits for the next, which days."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from faelled.lib.dates.duration import COPENHAGEN
from faelled.lib.dcr.contrast.rule import Rule
from faelled.lib.dcr.contrast.table import LAST, NEVER, Table, of_cases
from faelled.lib.dcr.logs.frames import EventLog

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GAPS = (HOUR, 4 * HOUR, DAY, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 60 * DAY, 90 * DAY)
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
SATURDAY = 5
LEAST_SEEN = 20
Told = tuple[Rule, list[int]]
Moments = Sequence[datetime | None]


def time_rules(log: EventLog, *, measured: bool) -> Table:
    """The rules on time. `measured`: also on how long things took, and not only on the days; leave
    them out where the label itself is a measure of time."""
    moments = log.events["at"].to_list()
    times = [moments[start:end] for start, end in pairwise(log.bounds)]
    found = list(_days(log, times))
    if measured:
        found += [*_gaps(times), *_delays(log, times)]
    return of_cases([rule for rule, _ in found], [when for _, when in found])


def _days(log: EventLog, times: Sequence[Moments]) -> Iterator[Told]:
    begun = [next((at.astimezone(COPENHAGEN) for at in of if at), None) for of in times]
    for number, name in enumerate(WEEKDAYS):
        yield (
            Rule("weekday", (name,)),
            [1 if at and at.weekday() == number else NEVER for at in begun],
        )
    found: dict[int, dict[int, int]] = {}
    for case, (trace, of) in enumerate(zip(log.traces(), times, strict=True)):
        for step, (code, at) in enumerate(zip(trace, of, strict=True), 1):
            if at and at.astimezone(COPENHAGEN).weekday() >= SATURDAY:
                found.setdefault(code, {}).setdefault(case, min(step, LAST))
    for code, steps in found.items():
        places = [steps.get(case, NEVER) for case in range(len(times))]
        yield Rule("weekend", (log.activities[code],)), places


def _gaps(times: Sequence[Moments]) -> Iterator[Told]:
    for limit in GAPS:
        yield Rule("gap", (told(limit),)), [_first_pause(of, limit) for of in times]


def _first_pause(of: Moments, limit: timedelta) -> int:
    """The step that came too late after the one before it."""
    for step, (before, at) in enumerate(pairwise(of), 2):
        if before and at and at - before > limit:
            return min(step, LAST)
    return NEVER


def _delays(log: EventLog, times: Sequence[Moments]) -> Iterator[Told]:
    """Limits for a step right after another, at the half and nine tenths of what was seen."""
    seen: dict[tuple[int, int], list[tuple[timedelta, int, int]]] = {}
    for case, (trace, of) in enumerate(zip(log.traces(), times, strict=True)):
        steps = zip(pairwise(trace), pairwise(of), strict=True)
        for step, (codes, (before, at)) in enumerate(steps, 2):
            if before and at:
                seen.setdefault(codes, []).append((at - before, case, min(step, LAST)))
    for (one, other), waits in seen.items():
        if len(waits) < LEAST_SEEN:
            continue
        lengths = sorted(length for length, _, _ in waits)
        limits = {told(rounded(lengths[len(lengths) * part // 10])): part for part in (5, 9)}
        for words, part in limits.items():
            limit = rounded(lengths[len(lengths) * part // 10])
            when = [NEVER] * len(times)
            for length, case, step in waits:
                if length > limit:
                    when[case] = min(when[case], step)
            parts = (log.activities[one], log.activities[other], words)
            yield Rule("delay", parts), when


def rounded(length: timedelta) -> timedelta:
    """Up to whole hours, from two days on to whole days.

    >>> rounded(timedelta(days=2, hours=5)) == timedelta(days=3)
    True
    """
    unit = DAY if length > 2 * DAY else HOUR
    return max(unit, -(-length // unit) * unit)


def told(length: timedelta) -> str:
    """
    >>> told(timedelta(days=7)), told(timedelta(hours=1))
    ('7 dage', '1 time')
    """
    if length % DAY:
        hours = length // HOUR
        return f"{hours} time" if hours == 1 else f"{hours} timer"
    days = length // DAY
    return f"{days} dag" if days == 1 else f"{days} dage"
