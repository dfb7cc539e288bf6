"""Rules on those who hold a case when it begins: how practised, how busy, and do they do it selves.

A tree that may use who the responsible person is, uses it as a name for this: some have such cases
all day, others once a year. So it is asked without naming anybody: persons are counted, and
compared with those who did the steps.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from faelled.lib.dcr.contrast.bad import quantile
from faelled.lib.dcr.contrast.data import TENTHS
from faelled.lib.dcr.contrast.flow import spoken_of
from faelled.lib.dcr.contrast.rule import Rule
from faelled.lib.dcr.contrast.table import AT_END, LAST, NEVER, Table, of_cases
from faelled.lib.dcr.contrast.who import names_by_case
from faelled.lib.dcr.logs.frames import EventLog

MONTH = timedelta(days=30)
FIRST = "den, der tager det første trin,"
Names = Sequence[str | None]
Numbers = npt.NDArray[np.int64]
Told = tuple[Rule, list[int]]


def practice_rules(log: EventLog, held_by: Mapping[str, Names]) -> Table:
    """`held_by`: attributes of the cases that name a person of the log, such as the responsible."""
    persons = names_by_case(log, "resource")
    first = [next((name for name in names if name is not None), None) for names in persons]
    found = list(_counted(log, FIRST, first, known=1))
    for attribute, names in sorted(held_by.items()):
        role = f"den, der står som »{attribute}«,"
        found += _counted(log, role, names, known=0)
        found += _done_selves(log, role, names, persons)
    return of_cases([rule for rule, _ in found], [when for _, when in found])


def _counted(log: EventLog, role: str, names: Names, known: int) -> Iterator[Told]:
    """Limits at the tenths of the cases. `known`: after how many events the holder is known."""
    lately, at_once = others_held(log, names)
    for kind, counts, above in (
        ("practised", lately, False),
        ("not flooded", lately, True),
        ("not busy", at_once, True),
    ):
        asked = counts >= 0
        values = counts[asked].tolist()
        limits = {int(quantile(values, part)) for part in TENTHS} if values else set()
        for limit in sorted(limits):
            broken = asked & ((counts > limit) if above else (counts < limit))
            yield Rule(kind, (role, str(limit))), np.where(broken, known, NEVER).tolist()


def others_held(log: EventLog, names: Names) -> tuple[Numbers, Numbers]:
    """For each case: how many others its holder got in the 30 days before, and how many were still
    running. -1 where that is not known, also in the log's first 30 days: what came before is not
    in the log."""
    moments = log.events["at"].to_list()
    spans = [
        (min(times), max(times)) if times else None
        for times in (
            [at for at in moments[start:end] if at is not None]
            for start, end in pairwise(log.bounds)
        )
    ]
    lately, at_once = np.full(len(names), -1), np.full(len(names), -1)
    begun = [span[0] for span in spans if span]
    if not begun:
        return lately, at_once
    told_from = min(begun) + MONTH
    held: dict[str, list[int]] = {}
    for case, name in enumerate(names):
        if name is not None and spans[case] is not None:
            held.setdefault(name, []).append(case)
    for cases in held.values():
        own = [span for case in cases if (span := spans[case])]
        starts = np.sort(np.array([start.timestamp() for start, _ in own]))
        ends = np.sort(np.array([end.timestamp() for _, end in own]))
        for case, (start, _) in zip(cases, own, strict=True):
            if start < told_from:
                continue
            now, then = start.timestamp(), (start - MONTH).timestamp()
            before = int(np.searchsorted(starts, now))
            lately[case] = before - int(np.searchsorted(starts, then))
            at_once[case] = before - int(np.searchsorted(ends, now))
    return lately, at_once


def _done_selves(
    log: EventLog, role: str, names: Names, persons: Sequence[Names]
) -> Iterator[Told]:
    """Whether the holder does a step, the first time it is done, and any step at all."""
    kept = {code: log.activities[code] for code in spoken_of(log, log.cases.height)}
    by_others = {code: [NEVER] * log.cases.height for code in kept}
    absent = [NEVER] * log.cases.height
    for case, (trace, who) in enumerate(zip(log.traces(), persons, strict=True)):
        holder, seen = names[case], set()
        if holder is None:
            continue
        if holder not in who:
            absent[case] = AT_END
        for step, (code, name) in enumerate(zip(trace, who, strict=True), 1):
            if code in kept and code not in seen and name is not None:
                seen.add(code)
                by_others[code][case] = NEVER if name == holder else min(step, LAST)
    yield Rule("takes part", (role,)), absent
    for code, when in by_others.items():
        yield Rule("own hands", (role, kept[code])), when
