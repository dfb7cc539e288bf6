"""Nightly means the hour on the wall in Copenhagen, also when the clocks change."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult

from faelled.base.jobs.registry import JOBS, DuplicateJobError, Every, Job, Jobs, Nightly
from faelled.base.jobs.tests.samples import fail
from faelled.base.jobs.upkeep import forget_finished, write_checkpoint


@pytest.mark.parametrize(
    ("at", "due"),
    [
        # Winter: 02:15 is 01:15 UTC.
        ("2026-01-10T00:00", "2026-01-10T01:15"),
        ("2026-01-10T01:15", "2026-01-11T01:15"),
        # Summer: 02:15 is 00:15 UTC.
        ("2026-07-10T00:00", "2026-07-10T00:15"),
        # The night the hour 02-03 does not exist, and the one it comes twice.
        ("2026-03-28T23:00", "2026-03-29T01:15"),
        ("2026-10-24T23:00", "2026-10-25T00:15"),
        ("2026-10-25T00:15", "2026-10-26T01:15"),
    ],
)
def test_nightly_is_once_a_night(at: str, due: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    expected = datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert Nightly(time(2, 15)).next_after(moment) == expected


def test_every_counts_from_the_start() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert Every(timedelta(minutes=5)).next_after(at) == at + timedelta(minutes=5)


def test_two_jobs_cannot_share_a_name() -> None:
    jobs = Jobs()
    jobs.register(Job("a", "Første", fail))
    with pytest.raises(DuplicateJobError):
        jobs.register(Job("a", "Anden", fail))
    assert jobs["a"].title == "Første"
    assert jobs.titled(fail.module_path) == "Første"
    assert jobs.titled("gone.away") == "gone.away"


def test_the_docs_name_every_job() -> None:
    text = (settings.ROOT / "docs" / "modules" / "jobs.md").read_text(encoding="utf-8")
    assert [job.name for job in JOBS if f"`{job.name}`" not in text] == []


@pytest.mark.django_db
def test_the_house_keeps_itself() -> None:
    assert write_checkpoint.call() == {"streams": 0, "entries": 0}
    DBTaskResult.objects.create(
        task_path="x",
        args_kwargs={},
        backend_name="default",
        status="SUCCESSFUL",
        finished_at=datetime(2020, 1, 1, tzinfo=UTC),
    )
    assert forget_finished.call() == 1
