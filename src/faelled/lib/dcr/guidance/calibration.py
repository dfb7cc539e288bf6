"""Whether the time and the risk that guidance tells of come true, on later cases than it learnt
from, beside what anybody could say who knows nothing of the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from faelled.lib.dcr.guidance.goal import Goal, Rest
from faelled.lib.dcr.guidance.history import Course, Lesson
from faelled.lib.dcr.guidance.sight import spread, standing
from faelled.lib.dcr.guidance.similar import Memory, Sight

MOST_ASKED = 1_000  # spread evenly over the later steps
SLOW = 0.75  # the deadline of every case: what this share of the known cases kept
BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Of the cases that were told a risk from `low` to `high`: how many, the mean of what they were
    told, and the share of them that came late."""

    low: float
    high: float
    cases: int
    told: float
    came: float


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Asked right after a step of a later case that did next what is usual.

    `error`: the mean of how far the middle of the time left was off; `naive_error`: the same of
    the median of all that was known. `within`: the share of cases that took between the tenth and
    the ninetieth part told (0.8 would be right). `brier`: of the risk of being later than `span`
    after the case began, while that is still open; `naive_brier`: of the share of known cases that
    were. 0 is perfect; the smaller the better.
    """

    asked: int
    error: timedelta
    naive_error: timedelta
    within: float
    span: timedelta
    open: int
    brier: float
    naive_brier: float
    bins: tuple[Bin, ...]


def calibrated(
    courses: Sequence[Course], sight: Sight, until: datetime, later: Sequence[Lesson]
) -> Calibrated | None:
    """What was known at `until` asked about `later` lessons; None where one of the two is empty."""
    ended = [course for course in courses if course.ended < until]
    asked = spread([one for one in later if one.course.outcome(one.place) is not None], MOST_ASKED)
    if not ended or not asked:
        return None
    memory = Memory(ended, sight)
    rests = sorted(one.rest(place) for one in ended for place in range(1, len(one.trace)))
    middle = rests[len(rests) // 2] if rests else timedelta()
    spans = sorted(one.ended - one.begun for one in ended)
    span = spans[int(SLOW * (len(spans) - 1))]
    errors, naive, within, risks = [], [], 0, []
    for one in asked:
        came = one.course.rest(one.place)
        near = memory.onward(standing(one), (one.course.outcome(one.place),))
        rest = near.rest() or Rest(middle, middle, middle)
        errors.append(abs(rest.middle - came))
        naive.append(abs(middle - came))
        within += rest.low <= came <= rest.high
        deadline, at = one.course.begun + span, one.course.moments[one.place - 1]
        if at < deadline:
            risks.append((near.risk(Goal(deadline), at).share, came > deadline - at))
    usual = sum(one > span for one in spans) / len(spans)
    return Calibrated(
        asked=len(asked),
        error=_mean(errors),
        naive_error=_mean(naive),
        within=within / len(asked),
        span=span,
        open=len(risks),
        brier=_brier(risks),
        naive_brier=_brier([(usual, late) for _, late in risks]),
        bins=tuple(_bins(risks)),
    )


def _mean(spans: Sequence[timedelta]) -> timedelta:
    return sum(spans, timedelta()) / len(spans)


def _brier(risks: Sequence[tuple[float, bool]]) -> float:
    """Brier, Monthly Weather Review 78 (1950): the mean square of what was told less what came."""
    return sum((told - came) ** 2 for told, came in risks) / max(len(risks), 1)


def _bins(risks: Sequence[tuple[float, bool]]) -> list[Bin]:
    found = []
    for low, high in pairwise(BINS):
        here = [one for one in risks if low <= one[0] < high or one[0] == high == 1.0]
        if here:
            told = sum(share for share, _ in here) / len(here)
            came = sum(late for _, late in here) / len(here)
            found.append(Bin(low, high, len(here), told, came))
    return found
