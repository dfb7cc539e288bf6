"""A job runs when its transaction stands, again when its worker died, and failures are seen."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from faelled.base.access.actor import system_actor
from faelled.base.audit.models import Entry
from faelled.base.jobs.actions import (
    beat,
    enqueue_after_commit,
    recover,
    rest,
    retry_job,
    run_due,
)
from faelled.base.jobs.loop import Loop
from faelled.base.jobs.models import Pulse, Recurring
from faelled.base.jobs.queries import failed_jobs, waiting_jobs
from faelled.base.jobs.registry import Every, Job, Jobs
from faelled.base.jobs.tests.samples import fail, hang_the_first_time, leave_line

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def database_queue() -> Iterator[None]:
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
        yield


def loop(worker_id: str = "w1") -> Loop:
    return Loop(worker_id, clock=timezone.now, pause=0.01)


def said(*args: str) -> str:
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_transaction_that_fell_is_never_run(
    tmp_path: Path, database_queue: None
) -> None:
    file = tmp_path / "lines"
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue_after_commit(leave_line, str(file), "never")
        raise RuntimeError
    with transaction.atomic():
        enqueue_after_commit(leave_line, str(file), "once")
    assert waiting_jobs() == 1
    loop().round()
    assert file.read_text() == "once\n"
    assert waiting_jobs() == 0


@pytest.mark.django_db(transaction=True)
def test_with_another_queue_the_job_is_told_after_the_commit(tmp_path: Path) -> None:
    file = tmp_path / "lines"
    with transaction.atomic():
        enqueue_after_commit(leave_line, str(file), "once")
        assert not file.exists()
    assert file.read_text() == "once\n"


def jobs_every_five_minutes() -> Jobs:
    jobs = Jobs()
    jobs.register(Job("line", "Skriv en linje", leave_line))
    jobs.register(Job("sweep", "Fej", fail, Every(5 * MINUTE)))
    return jobs


def test_a_recurring_job_is_started_once_when_it_is_due(database_queue: None) -> None:
    jobs = jobs_every_five_minutes()
    assert run_due(now=NOW, jobs=jobs) == []
    assert run_due(now=NOW + 4 * MINUTE, jobs=jobs) == []
    assert run_due(now=NOW + 5 * MINUTE, jobs=jobs) == ["sweep"]
    assert run_due(now=NOW + 5 * MINUTE, jobs=jobs) == []
    assert run_due(now=NOW + 60 * MINUTE, jobs=jobs) == ["sweep"]
    assert run_due(now=NOW + 61 * MINUTE, jobs=jobs) == []
    assert waiting_jobs() == 2
    row = Recurring.objects.get()
    assert (row.name, row.started_at, row.due_at) == ("sweep", NOW + 60 * MINUTE, NOW + 65 * MINUTE)


def test_a_job_whose_worker_died_is_given_to_another(database_queue: None) -> None:
    fail.enqueue("x")
    row = DBTaskResult.objects.get()
    row.claim("w1")
    DBTaskResult.objects.update(started_at=NOW)
    beat("w1", now=NOW + MINUTE)
    assert recover(now=NOW + 1.5 * MINUTE) == 0
    assert recover(now=NOW + 3 * MINUTE) == 1
    assert waiting_jobs() == 1


def test_a_job_that_takes_its_workers_with_it_is_marked_failed(database_queue: None) -> None:
    fail.enqueue("x")
    row = DBTaskResult.objects.get()
    for worker in ("w1", "w2", "w3"):
        row.claim(worker)
    DBTaskResult.objects.update(started_at=NOW)
    assert recover(now=NOW + 2 * MINUTE) == 1
    (failed,) = failed_jobs()
    assert (failed.error, failed.attempts) == ("WorkerLostError", 3)


def test_workers_that_stopped_or_fell_silent_are_forgotten() -> None:
    beat("w1", now=NOW)
    beat("w1", now=NOW + MINUTE)
    beat("w2", now=NOW)
    rest("w2")
    assert Pulse.objects.count() == 1
    beat("w3", now=NOW + 120 * MINUTE)
    assert Pulse.objects.get().worker_id == "w3"


@pytest.mark.django_db(transaction=True)
def test_a_failed_job_is_listed_without_its_words_and_run_again(
    tmp_path: Path, database_queue: None
) -> None:
    fail.enqueue("Dorthe Friis, 410384-0002")
    loop().round()
    (failed,) = failed_jobs()
    assert failed.error == "ValueError"
    text = said("jobs", "failed") + said("jobs", "failed", "--json")
    assert "Dorthe" not in text
    assert failed.id in text
    assert "1" in said("jobs", "retry", failed.id)
    assert waiting_jobs() == 1
    assert Entry.objects.filter(stream="jobs", action="retry-job").count() == 1
    assert "0" in said("jobs", "retry", failed.id)
    loop().round()
    assert "1" in said("jobs", "retry", "--all")
    with pytest.raises(CommandError):
        said("jobs", "retry")
    assert not retry_job(failed.id, by=system_actor(0), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_worker_told_to_stop_finishes_what_it_holds(tmp_path: Path, database_queue: None) -> None:
    file = tmp_path / "lines"
    worker = loop()
    for number in range(3):
        leave_line.enqueue(str(file), str(number))
    stopper = threading.Thread(target=stop_when_there_is(file, worker))
    stopper.start()
    worker.run()
    stopper.join()
    lines = file.read_text().splitlines()
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL).count()
    assert len(lines) == done >= 1
    assert not DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).exists()
    assert not Pulse.objects.exists()


def stop_when_there_is(file: Path, worker: Loop) -> Callable[[], None]:
    def stop() -> None:
        wait_for(file)
        worker.stop()

    return stop


def wait_for(file: Path, text: str = "", seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not (file.exists() and text in file.read_text()):
        assert time.monotonic() < end, f"{text or 'nothing'} came"
        time.sleep(0.02)


def address_of_the_test_database() -> str:
    row = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{row['NAME']}"
    return f"postgres://{row['USER']}@{row['HOST']}:{row['PORT']}/{row['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_kill_9_of_a_worker_loses_no_job(tmp_path: Path, database_queue: None) -> None:
    file = tmp_path / "lines"
    hang_the_first_time.enqueue(str(file))
    environment = {
        **os.environ,
        "DATABASE_URL": address_of_the_test_database(),
        "FAELLED_VAR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "faelled.web.settings",
    }
    command = [sys.executable, "-m", "faelled.web.command", "worker"]
    worker = subprocess.Popen(command, env=environment)
    try:
        wait_for(file, "begun")
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    later = timezone.now() + 2 * MINUTE
    assert recover(now=later) == 1
    again = subprocess.Popen(command, env=environment)
    try:
        wait_for(file, "done")
    finally:
        again.terminate()
        assert again.wait(timeout=30) == 0
    assert waiting_jobs() == 0
    assert failed_jobs() == []


def test_the_commands_say_what_there_is(database_queue: None) -> None:
    listed = json.loads(said("jobs", "list", "--json"))
    assert {"audit-checkpoint", "forget-finished"} <= {row["name"] for row in listed["jobs"]}
    assert "audit-checkpoint" in said("jobs", "list")
    Recurring.objects.create(name="audit-checkpoint", due_at=NOW)
    assert "audit-checkpoint" in json.loads(said("jobs", "run-due", "--json"))["started"]
    assert "-" in said("jobs", "run-due")


def test_the_worker_says_no_to_a_queue_that_is_not_in_the_database() -> None:
    with pytest.raises(CommandError):
        call_command("worker")


def test_a_clock_that_was_ahead_leaves_no_job_resting_for_a_year(database_queue: None) -> None:
    jobs = Jobs()
    jobs.register(Job("sweep", "Sweep", leave_line, Every(5 * MINUTE)))
    ahead = NOW + timedelta(days=365)
    run_due(now=ahead - 5 * MINUTE, jobs=jobs)
    assert Recurring.objects.get().due_at == ahead
    assert run_due(now=NOW, jobs=jobs) == []
    assert Recurring.objects.get().due_at == NOW + 5 * MINUTE


def test_a_job_begun_in_the_future_by_a_dead_worker_is_given_back(database_queue: None) -> None:
    ahead = NOW + timedelta(days=365)
    leave_line.enqueue("/nowhere", "x")
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, started_at=ahead, worker_ids=["w1"]
    )
    beat("w1", now=ahead)
    assert recover(now=NOW) == 1
    assert waiting_jobs() == 1
