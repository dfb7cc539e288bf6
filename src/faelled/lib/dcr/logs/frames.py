"""A whole log as two Polars frames, the cases one after another, the events in the log's order."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from faelled.lib.dcr.logs.records import COMPLETE

_CASES = {"case": pl.UInt32, "new": pl.UInt32}


@dataclass(frozen=True, slots=True)
class Variant:
    """One order in which things were done, and how many cases went so.

    `trace` holds indices into the log's activities; `cases` are rows of its cases.
    """

    trace: tuple[int, ...]
    cases: tuple[int, ...]

    @property
    def count(self) -> int:
        return len(self.cases)


@dataclass(frozen=True, slots=True, eq=False)
class EventLog:
    """A log for analyses: numbers for activities, frames for the rest.

    `events`: one row for each event: `case` (row of `cases`), `activity` (index in `activities`),
    `at` (moment, UTC), `resource`, `group`, `lifecycle`, and the attributes asked for; null where
    the log says nothing. Rows of one case lie together, in the log's own order.
    `cases`: one row for each case: `id`, then the attributes of the cases.
    """

    events: pl.DataFrame
    cases: pl.DataFrame
    activities: tuple[str, ...]

    @property
    def bounds(self) -> list[int]:
        """Where each case begins in `events`, and at last where the last one ends."""
        counts = np.bincount(self.events["case"].to_numpy(), minlength=self.cases.height)
        found: list[int] = np.concatenate(([0], np.cumsum(counts))).tolist()
        return found

    def traces(self) -> list[tuple[int, ...]]:
        """The activities of every case, in the order of `cases`."""
        codes, bounds = self.events["activity"].to_list(), self.bounds
        return [tuple(codes[start:end]) for start, end in pairwise(bounds)]

    def variants(self) -> list[Variant]:
        """The orders that occur, in the order of their first cases."""
        codes = self.events["activity"].cast(pl.UInt32).to_numpy()
        packed, width, bounds = codes.tobytes(), codes.itemsize, self.bounds
        found: dict[bytes, list[int]] = {}
        for case in range(self.cases.height):
            trace = packed[bounds[case] * width : bounds[case + 1] * width]
            found.setdefault(trace, []).append(case)
        return [
            Variant(tuple(np.frombuffer(trace, np.uint32).tolist()), tuple(cases))
            for trace, cases in found.items()
        ]

    def names(self, trace: Sequence[int]) -> list[str]:
        """The activities' names for a trace."""
        return [self.activities[code] for code in trace]

    def done(self) -> "EventLog":
        """Only what was done: not what was planned, begun or suspended (see LogEvent.completes).

        The cases stay, also those in which nothing was done; activities never done do not.
        """
        word = pl.col("lifecycle").cast(pl.String).str.to_lowercase()
        kept = self.events.filter(word.is_null() | word.is_in(sorted(COMPLETE)))
        return self._of(kept, self.cases)

    def part(self, cases: Sequence[int]) -> "EventLog":
        """Only some cases, by their rows and in that order; activities not in them do not stay."""
        new = pl.DataFrame({"case": cases, "new": range(len(cases))}, _CASES)
        kept = self.events.join(new, on="case", how="inner", maintain_order="left")
        kept = kept.with_columns(case=pl.col("new")).drop("new").sort("case", maintain_order=True)
        return self._of(kept, self.cases[list(cases)])

    def _of(self, events: pl.DataFrame, cases: pl.DataFrame) -> "EventLog":
        """These events and cases, the activities numbered anew."""
        codes = events["activity"].unique(maintain_order=True).to_list()
        if codes:
            new = pl.col("activity").replace_strict(
                codes, range(len(codes)), return_dtype=pl.UInt32
            )
            events = events.with_columns(new)
        return EventLog(events, cases, tuple(self.activities[code] for code in codes))
