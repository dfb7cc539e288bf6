"""Putting jobs in the queue, starting those that are due, and picking up what was dropped."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ParamSpec

from django.db import transaction
from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max

from faelled.base.access.actor import Actor
from faelled.base.access.log import log_write
from faelled.base.jobs.models import Pulse, Recurring
from faelled.base.jobs.registry import JOBS, Jobs

logger = logging.getLogger(__name__)
P = ParamSpec("P")

PULSE_LIMIT = timedelta(seconds=60)
MAX_ATTEMPTS = 3
LOST = "faelled.base.jobs.actions.WorkerLostError"


class WorkerLostError(Exception):
    """The job's worker died in it again and again; somebody must look at it."""


def enqueue_after_commit(task: Task[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
    """Run ``task`` in the background once the present transaction stands, and only then.

    ``enqueue_after_commit(send_post, str(row.uuid))``. With the database queue the job is a row of
    the same transaction: a server killed right after the commit loses nothing. Other queues are
    told after the commit, so a recurring job must sweep up what they miss.
    """
    if in_database(task.get_backend()):
        task.enqueue(*args, **kwargs)
    else:
        transaction.on_commit(partial(task.enqueue, *args, **kwargs))


def in_database(backend: object) -> bool:
    """Whether the queue is the database itself."""
    return isinstance(backend, DatabaseBackend)


def run_due(*, now: datetime, jobs: Jobs = JOBS) -> list[str]:
    """Put every recurring job that is due in the queue; gives their names.

    Two workers at once start a job once: the row is locked and moved to the next time in the
    transaction that queues it. A job seen for the first time is due at its next hour.
    """
    started = []
    for job, schedule in jobs.recurring():
        with transaction.atomic():
            Recurring.objects.get_or_create(
                name=job.name, defaults={"due_at": schedule.next_after(now)}
            )
            row = Recurring.objects.select_for_update().get(name=job.name)
            latest = schedule.next_after(now)
            if row.due_at > latest:
                # Set while the clock was ahead; it must not rest until that day comes.
                row.due_at = latest
                row.save(update_fields=["due_at"])
            if row.due_at > now:
                continue
            row.due_at, row.started_at = latest, now
            row.save(update_fields=["due_at", "started_at"])
            enqueue_after_commit(job.task)
        started.append(job.name)
    return started


def beat(worker_id: str, *, now: datetime) -> None:
    """A worker says that it lives; workers silent for an hour are forgotten."""
    Pulse.objects.update_or_create(worker_id=worker_id, defaults={"beat_at": now})
    Pulse.objects.filter(beat_at__lt=now - timedelta(hours=1)).delete()


def rest(worker_id: str) -> None:
    """A worker has stopped in good order."""
    Pulse.objects.filter(worker_id=worker_id).delete()


def recover(*, now: datetime) -> int:
    """Give the unfinished jobs of dead workers back to the queue; gives how many.

    A worker is dead when it has been silent for a minute. A job that has taken three workers with
    it is marked failed instead.
    """
    fresh = (now - PULSE_LIMIT, now + PULSE_LIMIT)
    alive = set(Pulse.objects.filter(beat_at__range=fresh).values_list("worker_id", flat=True))
    with transaction.atomic():
        running = DBTaskResult.objects.select_for_update(skip_locked=True).filter(
            # A start in the future is one from before the clock was put right.
            ~Q(started_at__range=fresh),
            status=TaskResultStatus.RUNNING,
        )
        dropped = [row for row in running if not alive.intersection(row.worker_ids[-1:])]
        for row in dropped:
            _give_back(row, now)
    return len(dropped)


@transaction.atomic
def retry_job(job_id: str, *, by: Actor, now: datetime) -> bool:
    """Run a failed job again with the same arguments; False when it is not among the failed."""
    row = (
        DBTaskResult.objects.select_for_update()
        .filter(pk=job_id, status=TaskResultStatus.FAILED)
        .first()
    )
    if row is None:
        return False
    row.worker_ids = []
    _make_ready(row)
    log_write(
        by,
        stream="jobs",
        action="retry-job",
        subjects=[],
        detail={"job": str(row.pk), "task": row.task_path},
        now=now,
    )
    return True


def _give_back(row: DBTaskResult[..., Any], now: datetime) -> None:
    if len(row.worker_ids) < MAX_ATTEMPTS:
        logger.warning("Job %s was dropped by its worker and is queued again", row.pk)
        _make_ready(row)
        return
    row.status, row.finished_at, row.exception_class_path = TaskResultStatus.FAILED, now, LOST
    row.save(update_fields=["status", "finished_at", "exception_class_path"])
    logger.error("Job %s has taken %s workers with it and is marked failed", row.pk, MAX_ATTEMPTS)


def _make_ready(row: DBTaskResult[..., Any]) -> None:
    row.status, row.started_at, row.finished_at = TaskResultStatus.READY, None, None
    row.exception_class_path = row.traceback = ""
    row.run_after = get_date_max()
    row.save()
