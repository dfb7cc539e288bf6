"""Rules on who: how many people and units, how often a case changes hands, who did two things.

No rule names a person: persons are counted and compared, never listed. Units are named.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import polars as pl

from faelled.lib.dcr.contrast.flow import spoken_of
from faelled.lib.dcr.contrast.rule import Rule
from faelled.lib.dcr.contrast.table import LAST, NEVER, Table, column, of_cases
from faelled.lib.dcr.logs.frames import EventLog

LIMITS = range(11)
LEAST_DONE = 2


def who_rules(log: EventLog) -> Table:
    """The rules on persons and units of a log; none where it names neither."""
    persons, units = names_by_case(log, "resource"), names_by_case(log, "group")
    rules: list[Rule] = []
    when: list[list[int]] = []
    for kind, of_case, measure in (
        ("persons", persons, distinct),
        ("handovers", persons, handovers),
        ("returns", persons, returns),
        ("units", units, distinct),
    ):
        steps = [measure(names) for names in of_case]
        for limit in LIMITS:
            rules.append(Rule(kind, (str(limit),)))
            when.append([column(counts, _above(limit)) for counts in steps])
    for rule, places in (*_pairs(log, persons), *_units(log, units)):
        rules.append(rule)
        when.append(places)
    return of_cases(rules, when)


def _above(limit: int) -> Callable[[int], bool]:
    return lambda count: count > limit


def names_by_case(log: EventLog, column_name: str) -> list[list[str | None]]:
    """For each case who is named on its events, in order; None where nobody is."""
    names = log.events[column_name].cast(pl.String).to_list()
    return [names[start:end] for start, end in pairwise(log.bounds)]


def distinct(names: Sequence[str | None]) -> list[int]:
    """How many different ones there have been, after each event.

    >>> distinct(["a", None, "b", "a"])
    [1, 1, 2, 2]
    """
    seen: set[str] = set()
    found = []
    for name in names:
        if name is not None:
            seen.add(name)
        found.append(len(seen))
    return found


def handovers(names: Sequence[str | None]) -> list[int]:
    """How often the next event was another's, after each event.

    >>> handovers(["a", "b", None, "b", "a"])
    [0, 1, 1, 1, 2]
    """
    count, before = 0, None
    found = []
    for name in names:
        if name is not None:
            count += before is not None and name != before
            before = name
        found.append(count)
    return found


def returns(names: Sequence[str | None]) -> list[int]:
    """How often it came back to one who had had it before another, after each event.

    >>> returns(["a", "b", "b", "a", "c", "b"])
    [0, 0, 0, 1, 1, 2]
    """
    count, before = 0, None
    seen: set[str] = set()
    found = []
    for name in names:
        if name is not None:
            count += name != before and name in seen
            seen.add(name)
            before = name
        found.append(count)
    return found


def _pairs(
    log: EventLog, persons: Sequence[Sequence[str | None]]
) -> Iterator[tuple[Rule, list[int]]]:
    """The same or another person does two things, each the first time it is done."""
    kept = spoken_of(log, log.cases.height)
    place = {code: at for at, code in enumerate(kept)}
    numbers: dict[str, int] = {}
    first = np.full((len(kept), log.cases.height), -1)
    at_step = np.zeros((len(kept), log.cases.height), np.int64)
    for case, (trace, names) in enumerate(zip(log.traces(), persons, strict=True)):
        for step, (code, name) in enumerate(zip(trace, names, strict=True), 1):
            row = place.get(code, -1)
            if row >= 0 and name is not None and first[row, case] < 0:
                first[row, case] = numbers.setdefault(name, len(numbers))
                at_step[row, case] = min(step, LAST)
    for one in range(len(kept)):
        for other in range(one + 1, len(kept)):
            both = (first[one] >= 0) & (first[other] >= 0)
            if both.sum() < LEAST_DONE:
                continue
            alike = first[one] == first[other]
            later = np.maximum(at_step[one], at_step[other])
            parts = (log.activities[kept[one]], log.activities[kept[other]])
            yield Rule("same", parts), np.where(both & ~alike, later, NEVER).tolist()
            yield Rule("different", parts), np.where(both & alike, later, NEVER).tolist()


def _units(
    log: EventLog, units: Sequence[Sequence[str | None]]
) -> Iterator[tuple[Rule, list[int]]]:
    """Some unit does some step."""
    found: dict[tuple[int, str], dict[int, int]] = {}
    for case, (trace, names) in enumerate(zip(log.traces(), units, strict=True)):
        for step, (code, name) in enumerate(zip(trace, names, strict=True), 1):
            if name is not None:
                found.setdefault((code, name), {}).setdefault(case, min(step, LAST))
    for (code, name), steps in found.items():
        if len(steps) >= LEAST_DONE:
            places = [steps.get(case, NEVER) for case in range(log.cases.height)]
            yield Rule("not by", (log.activities[code], name)), places
