"""Rules on the order of steps: every pair of activities, held against each variant of the log."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from faelled.lib.dcr.contrast.rule import Rule
from faelled.lib.dcr.contrast.table import AT_END, LAST, NEVER, Steps, Table, worth_trying
from faelled.lib.dcr.logs.frames import EventLog

ALONE = ("once", "twice", "thrice", "must", "never", "begins", "ends")
PAIRS = (
    "condition", "response", "apart", "not after", "both", "again", "not next", "follows",
    "next", "just before", "as often",
)  # fmt: skip
SYMMETRIC = frozenset({"apart", "as often"})
LONGEST = 50  # events: of longer cases the count is not asked
MOST_ACTIVITIES = 60
MOST_CELLS = 150_000_000


def flow_rules(log: EventLog) -> Table:
    """The flow rules of a log. Of very many activities, those in most cases are spoken of."""
    variants = log.variants()
    kept = spoken_of(log, len(variants))
    place = {code: at for at, code in enumerate(kept)}
    size = len(kept) + 1  # the last stands for all others
    walks = [walked([place.get(at, size - 1) for at in v.trace], size) for v in variants]
    names = [log.activities[code] for code in kept]
    way = np.zeros(log.cases.height, np.int64)
    for row, variant in enumerate(variants):
        way[list(variant.cases)] = row
    parts = [_of_lengths([len(variant.trace) for variant in variants], way)]
    parts += [_of_ones(kind, walks, names, way) for kind in ALONE]
    parts += [_of_pairs(kind, walks, names, way) for kind in PAIRS]
    return Table(
        tuple(rule for part in parts for rule in part.rules),
        np.concatenate([part.when for part in parts]),
        sum(part.tried for part in parts),
    )


def _of_lengths(lengths: Sequence[int], way: npt.NDArray[np.int64]) -> Table:
    limits = range(1, min(max(lengths, default=0), LONGEST))
    rules = [Rule("events", (str(limit),)) for limit in limits]
    when = [[limit + 1 if length > limit else NEVER for length in lengths] for limit in limits]
    return _spread(rules, np.array(when, np.uint16).reshape(len(rules), -1), way)


def _of_ones(
    kind: str, walks: Sequence["Walk"], names: Sequence[str], way: npt.NDArray[np.int64]
) -> Table:
    when = np.stack([walk.alone[kind][:-1] for walk in walks], axis=1)
    return _spread([Rule(kind, (name,)) for name in names], when, way)


def _of_pairs(
    kind: str, walks: Sequence["Walk"], names: Sequence[str], way: npt.NDArray[np.int64]
) -> Table:
    when = np.stack([walk.pairs[kind][:-1, :-1] for walk in walks], axis=2)
    ends = [
        (one, other)
        for one in range(len(names))
        for other in range(len(names))
        if one < other or (one > other and kind not in SYMMETRIC)
    ]
    chosen = when[[one for one, _ in ends], [other for _, other in ends]]
    return _spread([Rule(kind, (names[one], names[other])) for one, other in ends], chosen, way)


def _spread(rules: Sequence[Rule], when: Steps, way: npt.NDArray[np.int64]) -> Table:
    """From variants to cases: `way` tells each case's variant."""
    sizes = np.bincount(way, minlength=when.shape[1])
    kept = worth_trying((when < NEVER) @ sizes, len(way))
    return Table(tuple(rules[row] for row in kept), when[kept][:, way], len(rules))


def spoken_of(log: EventLog, variants: int) -> list[int]:
    """The activities in most cases, as many as there is room for."""
    room = int((MOST_CELLS / len(PAIRS) / max(variants, 1)) ** 0.5)
    pairs = log.events.select("case", "activity").unique()
    counts = np.bincount(pairs["activity"].to_numpy(), minlength=len(log.activities))
    order = np.argsort(-counts, kind="stable")
    return sorted(int(code) for code in order[: max(1, min(room, MOST_ACTIVITIES))])


@dataclass(frozen=True, slots=True)
class Walk:
    """When one trace breaks each rule: by kind, (n) or (n x n)."""

    alone: dict[str, Steps]
    pairs: dict[str, Steps]


def walked(trace: Sequence[int], size: int) -> Walk:
    """Hold one trace of activities 0 to size-1 against every rule.

    >>> walk = walked((0, 1, 1), 2)
    >>> int(walk.alone["once"][1]), int(walk.pairs["condition"][1, 0])
    (3, 1)
    """
    pairs = {kind: np.full((size, size), NEVER, np.uint16) for kind in PAIRS}
    alone = {kind: np.full(size, NEVER, np.uint16) for kind in ALONE}
    counts, last = np.zeros(size, np.int64), np.full(size, -1)
    before = -1
    for at, code in enumerate(trace):
        seen = min(at + 1, LAST)
        _step(pairs, code, before, last, seen)
        counts[code] += 1
        for most, kind in ((1, "never"), (2, "once"), (3, "twice"), (4, "thrice")):
            if counts[code] == most:
                alone[kind][code] = seen
        last[code], before = at, code
    _at_the_end(pairs, alone, trace, counts, last)
    return Walk(alone, pairs)


def _step(
    pairs: dict[str, Steps], code: int, before: int, last: npt.NDArray[np.int64], seen: int
) -> None:
    """What the next step, `code`, breaks; `last`: where each was last, -1 for not yet."""
    done = last >= 0
    _earliest(pairs["not after"][:, code], done, seen)
    if done[code]:
        _earliest(pairs["again"][code], last < last[code], seen)
    else:
        _earliest(pairs["condition"][:, code], ~done, seen)
        _earliest(pairs["apart"][:, code], done, seen)
        _earliest(pairs["apart"][code], done, seen)
    others = np.ones(len(last), bool)
    if before >= 0:
        others[before] = False
        _earliest(pairs["not next"][before, code : code + 1], ~others[[before]], seen)
        following = np.ones(len(last), bool)
        following[code] = False
        _earliest(pairs["next"][before], following, seen)
    _earliest(pairs["just before"][:, code], others, seen)


def _earliest(cells: Steps, broken: npt.NDArray[np.bool_], seen: int) -> None:
    cells[broken & (cells == NEVER)] = seen


def _at_the_end(
    pairs: dict[str, Steps],
    alone: dict[str, Steps],
    trace: Sequence[int],
    counts: npt.NDArray[np.int64],
    last: npt.NDArray[np.int64],
) -> None:
    done = counts > 0
    alone["must"][~done] = AT_END
    pairs["response"][done[:, None] & (last[:, None] > last)] = AT_END
    pairs["both"][done[:, None] & ~done] = AT_END
    pairs["follows"][pairs["not next"] == NEVER] = AT_END
    pairs["as often"][counts[:, None] != counts] = AT_END
    if len(trace):
        alone["begins"][:] = 1
        alone["begins"][trace[0]] = NEVER
        alone["ends"][:] = AT_END
        alone["ends"][trace[-1]] = NEVER
        final = pairs["next"][trace[-1]]
        final[final == NEVER] = AT_END
