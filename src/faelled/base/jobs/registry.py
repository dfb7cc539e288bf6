"""Every job the site knows, and when the recurring ones are due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django_tasks.base import Task

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


class Schedule(Protocol):
    def next_after(self, at: datetime) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Every:
    """``Every(timedelta(minutes=5))``: that long after it was last started."""

    pause: timedelta

    def next_after(self, at: datetime) -> datetime:
        return at + self.pause


@dataclass(frozen=True, slots=True)
class Nightly:
    """``Nightly(time(2, 15))``: once a day at that hour in Copenhagen; missed nights run once."""

    hour: time

    def next_after(self, at: datetime) -> datetime:
        """The first instant after ``at``; an hour skipped by summer time comes an hour later."""
        day = at.astimezone(COPENHAGEN).date()
        while True:
            moment = datetime.combine(day, self.hour, tzinfo=COPENHAGEN).astimezone(UTC)
            if moment > at:
                return moment
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Job:
    """``task`` takes JSON-able arguments and may be run twice: a worker can die in the middle."""

    name: str
    title: str | Promise
    task: Task[Any, Any]
    schedule: Schedule | None = None


class DuplicateJobError(Exception):
    """Two jobs claim one name."""


class Jobs:
    """Jobs by name; a name twice is refused."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}

    def register(self, job: Job) -> Job:
        if job.name in self._jobs:
            raise DuplicateJobError(f"A job named {job.name!r} is already registered.")
        self._jobs[job.name] = job
        return job

    def __getitem__(self, name: str) -> Job:
        return self._jobs[name]

    def __iter__(self) -> Iterator[Job]:
        return iter(sorted(self._jobs.values(), key=lambda job: job.name))

    def recurring(self) -> Iterator[tuple[Job, Schedule]]:
        return ((job, job.schedule) for job in self if job.schedule is not None)

    def titled(self, task_path: str) -> str:
        """The Danish title of the job whose task has this module path; the path when unknown."""
        found = [job for job in self if job.task.module_path == task_path]
        return str(found[0].title) if found else task_path


JOBS = Jobs()
