"""Good against bad: what few rules say of cases held back, on the logs in `FAELLED_DATA`.

Peers' figures are quoted from shared/reference/dcr.md 2.5; they are of all ten logs of the contest,
ours of the five at hand, and so the published miner is measured here too, on our folds.
Run with `python -m bench.dcr_contrast`.
"""

import time
from collections.abc import Iterator

import numpy as np
import polars as pl

from bench.dcr_logs import Row, load
from faelled.lib.dcr.conformance.confusion import Confusion
from faelled.lib.dcr.contrast.choose import called_bad, split
from faelled.lib.dcr.contrast.contrast import LEVEL, Labelled, labelled
from faelled.lib.dcr.contrast.early import early
from faelled.lib.dcr.contrast.evidence import chances_of
from faelled.lib.dcr.contrast.held_back import ANY, HeldBack, held_back, rows_chosen
from faelled.lib.dcr.contrast.rule import Aspect
from faelled.lib.dcr.discovery.published import discover_published
from faelled.lib.dcr.logs.frames import EventLog

NUMBERS = (2, 3, 4, 5, 6)
FOLDS = 10
DEALS = (0, 1, 2)  # the figure is the mean over three deals of the folds
BAD = "not(`pdc:isPos`)"


def contest(number: int) -> Labelled:
    log = load(f"pdc2019/GroundTruth_{number}.xes.gz")
    return labelled(log, BAD, aspects=[Aspect.FLOW])


def published(cases: Labelled, seed: int) -> int:
    """How many the published miner is right on, mined from the good cases of the other folds."""
    traces, size, right = cases.log.traces(), len(cases.log.activities), 0
    for train, held in split(len(cases.bad), FOLDS, seed):
        good = [traces[case] for case in np.flatnonzero(train & ~cases.bad)]
        mined = discover_published(good, size)
        for case in np.flatnonzero(held):
            right += int(mined.accepts(traces[case]) != cases.bad[case])
    return right


def with_training(number: int) -> HeldBack:
    """The same folds, with the 700 traces of the training log as further good cases."""
    labelled_log = load(f"pdc2019/GroundTruth_{number}.xes.gz")
    more = load(f"pdc2019/Training_{number}.xes.gz")
    both = joined(labelled_log, more)
    cases = labelled(both, BAD, aspects=[Aspect.FLOW])
    own = labelled_log.cases.height
    hits, counts, sizes = cases.table.hits, Confusion(), []
    extra = np.ones(more.cases.height, bool)
    for train, held in split(own, FOLDS, 0):
        learned = np.concatenate([train, extra])
        rows = rows_chosen(hits[:, learned], cases.bad[learned], ANY)
        sizes.append(len(rows))
        asked = np.concatenate([held, ~extra])
        for bad, told in zip(cases.bad[asked], called_bad(hits[:, asked], rows), strict=True):
            counts = counts.counting(accepted=not told, good=not bad)
    return HeldBack(counts, sum(sizes) / len(sizes), max(sizes))


def joined(one: EventLog, other: EventLog) -> EventLog:
    """Two logs as one; every case of the second is taken as good."""
    names = list(dict.fromkeys([*one.activities, *other.activities]))
    codes = {code: names.index(name) for code, name in enumerate(other.activities)}
    events = other.events.with_columns(
        pl.col("activity").replace_strict(codes, return_dtype=pl.UInt32),
        case=(pl.col("case") + one.cases.height).cast(pl.UInt32),
    )
    cases = other.cases.select("id").with_columns(pl.lit("true").alias("pdc:isPos"))
    return EventLog(
        pl.concat([one.events, events], how="vertical_relaxed"),
        pl.concat([one.cases.select("id", "pdc:isPos"), cases]),
        tuple(names),
    )


def contests() -> Iterator[Row]:
    """The logs of the contest, control flow only."""
    all_cases = {number: contest(number) for number in NUMBERS}
    total = sum(len(cases.bad) for cases in all_cases.values()) * len(DEALS)
    right = mined = beyond = extra = 0
    most, mean, beyond_most = 0, 0.0, 0
    for number, cases in all_cases.items():
        hits, bad = cases.table.hits, cases.bad
        free = [held_back(hits, bad, ANY, FOLDS, seed) for seed in DEALS]
        strict = [held_back(hits, bad, LEVEL, FOLDS, seed) for seed in DEALS]
        theirs = [published(cases, seed) for seed in DEALS]
        more = with_training(number)
        right += called_right(free)
        beyond += called_right(strict)
        mined += sum(theirs)
        extra += called_right([more])
        most = max(most, *(one.most for one in free), more.most)
        beyond_most = max(beyond_most, *(one.most for one in strict))
        mean += sum(one.rules for one in free) / len(free) / len(NUMBERS)
        told = [" ".join(f"{one.counts.accuracy:.3f}" for one in deals) for deals in (free, strict)]
        miner = sum(theirs) / len(theirs) / len(bad)
        print(
            f"  log {number}: {told[0]}, beyond chance {told[1]}, published {miner:.3f}, "
            f"with training {more.counts.accuracy:.3f}"
        )
    yield "contrast: PDC, 10 folds (peers: 0.749, 0.773)", beyond / total, "", ">= 0.80"
    yield "contrast: rules for a log, at most", beyond_most, "rules", "<= 20"
    yield "contrast: the published miner on the same folds", mined / total, "", ""
    yield "contrast: PDC, chance not asked about", right / total, "", ""
    yield "contrast: the same, rules for a log, at most", most, "rules", "<= 20"
    yield "contrast: the same, mean (miner: 228-827)", mean, "rules", "<= 20"
    yield "contrast: PDC, training logs as more good cases", extra / total * len(DEALS), "", ""
    for level, share in dealt_at_random(list(all_cases.values()), 200).items():
        name = f"contrast: PDC, labels at random: any rule, level {level}"
        yield name, share, "", f"<= {level}"


def called_right(deals: list[HeldBack]) -> int:
    return sum(one.counts.tp + one.counts.tn for one in deals)


def dealt_at_random(logs: list[Labelled], deals: int) -> dict[float, float]:
    """With who is bad dealt at random, how often any rule is told to be beyond chance."""
    rng, found = np.random.default_rng(0), dict.fromkeys((LEVEL, 0.2), 0.0)
    for cases in logs:
        for bad in (rng.permutation(cases.bad) for _ in range(deals)):
            for level in found:
                told = (chances_of(cases.table.hits, bad, level)[1] <= level).any()
                found[level] += bool(told) / deals / len(logs)
    return found


def receipt() -> Iterator[Row]:
    """Late cases of a municipality, five folds."""
    begun = time.process_time()
    slow = labelled(load("receipt.xes.gz"), "duration > p75(duration)")
    whole = held_back(slow.table.hits, slow.bad, LEVEL, 5)
    spent = time.process_time() - begun
    yield (
        "contrast: receipt, slowest quarter, balanced (tree: 0.791)",
        whole.balanced,
        "",
        ">= 0.79",
    )
    yield "contrast: the same, rules at most", whole.most, "rules", "<= 20"
    alone = [row for row, rule in enumerate(slow.table.rules) if rule.given is None]
    plain = held_back(slow.table.hits[alone], slow.bad, LEVEL, 5)
    yield "contrast: the same, no rules for some cases only", plain.balanced, "", ""
    order = labelled(slow_log := load("receipt.xes.gz"), "duration > p75(duration)",
                     aspects=[Aspect.FLOW])  # fmt: skip
    flow = held_back(order.table.hits, order.bad, LEVEL, 5)
    yield "contrast: the same, order of steps only (miner: 0.573)", flow.balanced, "", ""
    for one in early(slow, LEVEL, 5):
        when = "at half of the time" if one.events is None else f"after event {one.events}"
        yield f"contrast: the same, {when}", one.held_back.balanced, "", ""
    planned = labelled(slow_log, "enddate > enddate_planned")
    late = held_back(planned.table.hits, planned.bad, LEVEL, 5)
    yield "contrast: receipt, past the planned day (tree: 0.699)", late.balanced, "", ">= 0.699"
    for level, share in dealt_at_random([slow, planned], 50).items():
        name = f"contrast: receipt, labels at random: any rule, level {level}"
        yield name, share, "", f"<= {level}"
    yield "contrast: receipt, rules and 5 folds", spent, "CPU-s", "<= 60"


def figures() -> list[Row]:
    """Name, value, unit and target of every figure measured here."""
    return [*contests(), *receipt()]


if __name__ == "__main__":
    for name, value, unit, target in figures():
        print(f"{name:60} {value:14,.3f} {unit:8} target {target}")
