"""Cost of the audit log and of the actor, in CPU time, on a scratch database.

Run with `python -m bench.audit`; `DATABASE_URL` chooses PostgreSQL.
"""

# ruff: noqa: E402  (Django is set up before its models are imported)
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faelled.web.settings_test")
import django

django.setup()
from django.conf import settings
from django.db import transaction
from django.test.utils import setup_databases, teardown_databases

from faelled.base.access.log import log_read
from faelled.base.audit.verify import verify_with
from faelled.base.people.actors import actor_for
from faelled.base.people.models import User
from tests.cast import NOW, Cast, the_cast

READS, STREAMS, EACH = 1_000, 2_000, 10


@contextmanager
def scratch_database() -> Iterator[Cast]:
    old = setup_databases(verbosity=0, interactive=False)
    try:
        yield the_cast()
    finally:
        teardown_databases(old, verbosity=0)


def cpu_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def reads(cast: Cast) -> float:
    """Milliseconds of CPU for the log of one page about three subjects, committed."""
    anna = cast.actor(cast.anna)

    def run() -> None:
        for number in range(READS):
            subjects = [f"case:{number}", "person:a", "person:b"]
            log_read(anna, subjects=subjects, page="case", now=NOW)

    return 1_000 * cpu_seconds(run) / READS


def actors(cast: Cast) -> float:
    """Milliseconds of CPU for a leader's actor, the user row included."""
    key = cast.bo.user.pk

    def run() -> None:
        for _each in range(READS):
            actor_for(User.objects.get(pk=key), NOW)

    return 1_000 * cpu_seconds(run) / READS


def verified(cast: Cast) -> float:
    """Entries per CPU second that the verifier follows, over many streams."""
    anna = cast.actor(cast.anna)
    with transaction.atomic():
        for number in range(STREAMS * EACH):
            reader = replace(anna, id=f"reader-{number % STREAMS}")
            at = NOW + timedelta(seconds=number)
            log_read(reader, subjects=["case:1", "person:a"], page="case", now=at)
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        report = verify_with(settings.AUDIT_KEY, Path(folder))
        seconds = time.process_time() - start
    assert report.whole
    return report.entries / seconds


def figures() -> list[tuple[str, float, str, str]]:
    """Name, value, unit and target of every figure measured here."""
    with scratch_database() as cast:
        return [
            ("audit: log of one page, 3 subjects", reads(cast), "ms CPU", "<= 3"),
            ("people: a leader's actor", actors(cast), "ms CPU", "<= 3"),
            ("audit: entries verified", verified(cast), "/s CPU", ">= 5000"),
        ]


if __name__ == "__main__":
    for name, value, unit, target in figures():
        print(f"{name:52} {value:14,.3f} {unit:8} target {target}")
