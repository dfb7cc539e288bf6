"""What the rules are worth while a case still runs, when only part of it is known.

Rules are chosen anew from what is known then: a rule counts as broken only if the events so far
show it. So nothing that a case has not yet done is used, and what is seen only at its end never is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from faelled.lib.dcr.contrast.contrast import LEAST_CASES, Labelled
from faelled.lib.dcr.contrast.held_back import HeldBack, held_back
from faelled.lib.dcr.logs.frames import EventLog

EVENTS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Early:
    """`events`: after how many; None for half of the case's time. `cases`: those asked about."""

    events: int | None
    cases: int
    held_back: HeldBack


def half_way(log: EventLog) -> npt.NDArray[np.int64]:
    """How many events each case has had when half of its time is gone.

    When that is can be told only of a case that is over, so this is a measure and no working
    method; where there are no moments it is half of the events.
    """
    found = []
    moments = log.events["at"].to_list()
    for start, end in pairwise(log.bounds):
        times = [at for at in moments[start:end] if at is not None]
        if not times:
            found.append((end - start) // 2)
            continue
        middle = min(times) + (max(times) - min(times)) / 2
        found.append(sum(at is not None and at <= middle for at in moments[start:end]))
    return np.array(found)


def early(cases: Labelled, level: float, parts: int) -> Iterator[Early]:
    """At half of each case's time, and after the first events of the cases that go on after them.

    A case that is over is no longer asked about: there is nothing left to hinder.
    """
    hits = cases.table.known(half_way(cases.log))
    yield Early(None, len(cases.bad), held_back(hits, cases.bad, level, parts))
    for events in EVENTS:
        going = cases.lengths > events
        bad = cases.bad[going]
        if min(bad.sum(), (~bad).sum()) < LEAST_CASES:
            return
        known = cases.table.known(np.full(len(going), events))[:, going]
        yield Early(events, int(going.sum()), held_back(known, bad, level, parts))
