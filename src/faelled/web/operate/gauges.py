"""What the database knows, as numbers: the same from every node that stands on it."""

from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import Error
from django.db.models import Count, Min
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from faelled.base.audit.checkpoints import FILE
from faelled.casework.cases.models import Case, Deadline, DeadlineState, Status
from faelled.casework.documents.models import Dispatch, DispatchState
from faelled.web.operate.exposition import Metric, Sample

# What stands in the place of an age when there is nothing to have one.
NEVER = -1.0


def gauges(now: datetime) -> list[Metric]:
    """Every gauge; when the database is away, that it is, and what needs no database."""
    found = [_build(), _checkpoint_age(now, settings.AUDIT_CHECKPOINTS / FILE)]
    try:
        return [_gauge("database_up", "Whether the database answers.", 1), *found, *_asked(now)]
    except Error:
        return [_gauge("database_up", "Whether the database answers.", 0), *found]


def _asked(now: datetime) -> list[Metric]:
    readers: tuple[Callable[[datetime], list[Metric]], ...] = (_jobs, _post, _deadlines, _cases)
    return [metric for reader in readers for metric in reader(now)]


def _jobs(now: datetime) -> list[Metric]:
    waiting = DBTaskResult.objects.ready()
    seen = waiting.aggregate(count=Count("pk"), oldest=Min("enqueued_at"))
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count()
    return [
        _gauge("jobs_waiting", "Jobs that are ready and not taken.", seen["count"]),
        _gauge("jobs_failed", "Jobs that failed and wait for somebody.", failed),
        _gauge("jobs_oldest_seconds", "Age of the oldest waiting job.", _age(seen["oldest"], now)),
    ]


def _post(now: datetime) -> list[Metric]:
    waiting = Dispatch.objects.filter(state=DispatchState.QUEUED)
    seen = waiting.aggregate(count=Count("pk"), oldest=Min("queued_at"))
    failed = Dispatch.objects.filter(state=DispatchState.FAILED).count()
    return [
        _gauge("letters_waiting", "Letters not yet handed over.", seen["count"]),
        _gauge("letters_failed", "Letters that could not be sent.", failed),
        _gauge(
            "letters_oldest_seconds", "Age of the oldest waiting letter.", _age(seen["oldest"], now)
        ),
    ]


def _deadlines(now: datetime) -> list[Metric]:
    overdue = Deadline.objects.filter(
        state=DeadlineState.RUNNING, due_at__lt=now, case__status=Status.OPEN
    ).count()
    return [_gauge("deadlines_overdue", "Deadlines passed in open cases.", overdue)]


def _cases(now: datetime) -> list[Metric]:
    rows = Case.objects.values_list("status").annotate(count=Count("pk")).order_by()
    found = dict.fromkeys(Status.values, 0) | dict(rows)
    samples = tuple(Sample(count, {"status": status}) for status, count in sorted(found.items()))
    return [Metric("faelled_cases", "gauge", "Cases by status.", samples)]


def _checkpoint_age(now: datetime, file: Path) -> Metric:
    """Seconds since the last checkpoint of the audit log was written; -1 when there is none."""
    try:
        age = now.timestamp() - file.stat().st_mtime
    except OSError:
        age = NEVER
    return _gauge("audit_checkpoint_age_seconds", "Age of the last checkpoint; -1: none.", age)


def _build() -> Metric:
    samples = (Sample(1, {"version": version("faelled")}),)
    return Metric("faelled_build_info", "gauge", "The version that runs.", samples)


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max((now - since).total_seconds(), 0.0)


def _gauge(name: str, text: str, value: float) -> Metric:
    return Metric(f"faelled_{name}", "gauge", text, (Sample(value),))
