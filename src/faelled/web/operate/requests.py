"""How many requests each page has answered, and how long they took."""

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from faelled.web.operate.counts import Counts
from faelled.web.operate.exposition import Metric, Sample

logger = logging.getLogger(__name__)

# Upper bounds in seconds: the budgets of the pages (docs/claims.md) lie between the first six.
BOUNDS = (0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 10.0)


@lru_cache(maxsize=4)
def counts_in(folder: Path) -> Counts:
    return Counts(folder)


def count_request(view: str, method: str, status: int, seconds: float) -> None:
    """Add one request; ``view`` is the address's name, never the address."""
    bound = next((one for one in BOUNDS if seconds <= one), None)
    amounts = {
        f"requests|{view}|{method}|{status // 100}xx": 1,
        f"seconds|{view}": seconds,
        f"bucket|{view}|{'+Inf' if bound is None else bound}": 1,
    }
    try:
        counts_in(settings.METRICS_FOLDER).add(amounts)
    except OSError as error:
        # A page is worth more than its count: the disk is full, or the folder is not ours.
        logger.warning("A request could not be counted: %s", error)


def request_metrics() -> list[Metric]:
    """This machine's sums; none when its folder cannot be read."""
    try:
        return metrics_of(counts_in(settings.METRICS_FOLDER).total())
    except OSError:
        return []


def metrics_of(total: Mapping[str, float]) -> list[Metric]:
    """The sums as Prometheus names them; buckets are stored apart and told cumulatively."""
    rows = [(key.split("|"), value) for key, value in sorted(total.items())]
    requests = tuple(
        Sample(value, {"view": key[1], "method": key[2], "status": key[3]})
        for key, value in rows
        if key[0] == "requests"
    )
    views = sorted({key[1] for key, _value in rows if key[0] == "seconds"})
    durations = tuple(sample for view in views for sample in _histogram(view, total))
    return [
        Metric("faelled_requests_total", "counter", "Requests answered, by page.", requests),
        Metric(
            "faelled_request_duration_seconds",
            "histogram",
            "Time to the answer, by page.",
            durations,
        ),
    ]


def _histogram(view: str, total: Mapping[str, float]) -> list[Sample]:
    so_far, samples = 0.0, []
    for bound in (*map(str, BOUNDS), "+Inf"):
        so_far += total.get(f"bucket|{view}|{bound}", 0)
        samples.append(Sample(so_far, {"view": view, "le": bound}, "_bucket"))
    samples.append(Sample(total[f"seconds|{view}"], {"view": view}, "_sum"))
    samples.append(Sample(so_far, {"view": view}, "_count"))
    return samples
