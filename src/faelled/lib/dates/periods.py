"""Validity periods: from (included), to (not included), open at either end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

T = TypeVar("T", date, datetime)


class PeriodError(ValueError):
    """The period ends before it begins, or mixes days with instants. Says so in Danish."""


@dataclass(frozen=True)  # no slots: with them Python 3.11 cannot make a `Period[date](...)`
class Period(Generic[T]):
    """Half-open: `start <= x < end`; None is open. Of days, or of aware instants, never both.

    Half-open, so that one position that ends on 1 May and the next that begins on 1 May neither
    overlap nor leave a gap. Case: `date(2026, 5, 1) not in Period(None, date(2026, 5, 1))`.
    """

    start: T | None = None
    end: T | None = None

    def __post_init__(self) -> None:
        start, end = self.start, self.end
        for moment in (start, end):
            if isinstance(moment, datetime) and moment.tzinfo is None:
                raise PeriodError("Tidspunktet mangler tidszone.")
        if start is None or end is None:
            return
        if isinstance(start, datetime) != isinstance(end, datetime):
            raise PeriodError("En periode er enten dage eller tidspunkter, ikke begge dele.")
        if not start < end:
            raise PeriodError("Perioden skal slutte efter, at den begynder.")

    def __contains__(self, moment: T) -> bool:
        after_start = self.start is None or self.start <= moment
        return after_start and (self.end is None or moment < self.end)

    def overlaps(self, other: Period[T]) -> bool:
        """Whether some moment lies in both."""
        return self.intersection(other) is not None

    def intersection(self, other: Period[T]) -> Period[T] | None:
        """The moments in both, or None when there are none."""
        starts = [p.start for p in (self, other) if p.start is not None]
        ends = [p.end for p in (self, other) if p.end is not None]
        start = max(starts) if starts else None
        end = min(ends) if ends else None
        if start is not None and end is not None and not start < end:
            return None
        return Period(start, end)

    def ended(self, moment: T) -> bool:
        """Whether the period is over at `moment`."""
        return self.end is not None and self.end <= moment
