"""One worker: jobs from the database queue, recurring jobs when due, signs of life in between.

It stops when the job in hand is done; it waits out a database that is away; it gives the jobs of
a worker that was killed to the queue again.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import Error, close_old_connections, connection
from django_tasks import DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker

from faelled.base.jobs.actions import beat, recover, rest, run_due

logger = logging.getLogger(__name__)

JOBS_PER_ROUND = 50
BEAT_SECONDS = 15.0
LONGEST_WAIT = 30.0


class Loop:
    """``Loop("w1", clock=timezone.now).run()``; ``stop()`` from a signal ends it in good order."""

    def __init__(
        self, worker_id: str, *, clock: Callable[[], datetime], pause: float = 1.0
    ) -> None:
        self.worker_id = worker_id
        self.clock = clock
        self.pause = pause
        self._stopping = threading.Event()
        self._worker: Worker | None = None

    def stop(self) -> None:
        """The job in hand is finished; no other is begun."""
        self._stopping.set()
        if self._worker is not None:
            self._worker.running = False

    def run(self) -> None:
        heart = threading.Thread(target=self._keep_beating, daemon=True)
        heart.start()
        wait = self.pause
        while not self._stopping.is_set():
            try:
                self.round()
                wait = self.pause
            except Error:
                # The database is away or was restarted: wait, and longer each time.
                logger.exception("The database does not answer; trying again in %.0f s", wait)
                connection.close()
                self._stopping.wait(wait)
                wait = min(wait * 2, LONGEST_WAIT)
                continue
            self._stopping.wait(self.pause)
        heart.join()
        rest(self.worker_id)

    def round(self) -> None:
        """What is due, what was dropped, and what waits in the queue now."""
        now = self.clock()
        beat(self.worker_id, now=now)
        recover(now=now)
        run_due(now=now)
        self._worker = Worker(
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            interval=self.pause,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=JOBS_PER_ROUND,
            worker_id=self.worker_id,
            excluded_queue_names=[],
        )
        if not self._stopping.is_set():
            self._worker.run()

    def _keep_beating(self) -> None:
        """A long job must not look like a dead worker."""
        while not self._stopping.wait(BEAT_SECONDS):
            try:
                beat(self.worker_id, now=self.clock())
            except Error:
                logger.warning("The worker's sign of life could not be written")
            finally:
                close_old_connections()
        connection.close()
