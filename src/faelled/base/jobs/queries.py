"""What went wrong and what waits, for the operator's eyes."""

from dataclasses import dataclass
from datetime import datetime

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from faelled.base.jobs.registry import JOBS, Jobs


@dataclass(frozen=True, slots=True)
class FailedJob:
    """The error's kind only: its text and its arguments may name a person."""

    id: str
    title: str
    error: str
    failed_at: datetime | None
    attempts: int


def failed_jobs(jobs: Jobs = JOBS, limit: int = 200) -> list[FailedJob]:
    """The latest failures first."""
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at")
    return [
        FailedJob(
            id=str(row.id),
            title=jobs.titled(row.task_path),
            error=row.exception_class_path.rsplit(".", 1)[-1],
            failed_at=row.finished_at,
            attempts=len(row.worker_ids),
        )
        for row in rows[:limit]
    ]


def waiting_jobs() -> int:
    """How many jobs are ready and not yet taken; an operator's alarm looks at this."""
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY).count()
