"""Whether this node can serve: each thing it needs, asked for real and told on its own line."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task_backends

from faelled.base.jobs.actions import PULSE_LIMIT, in_database
from faelled.base.jobs.models import Pulse

KEPT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Line:
    """``database: ok``, or ``arbejder: nej (intet livstegn i 60 sekunder)``."""

    name: str
    problem: str = ""

    @property
    def text(self) -> str:
        return f"{self.name}: " + (f"nej ({self.problem})" if self.problem else "ok")


class Readiness:
    """The answer, kept a few seconds: probes from many sides must not be a load of their own."""

    def __init__(
        self,
        ask: Callable[[datetime], tuple[Line, ...]],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._lock = threading.Lock()
        self._until = float("-inf")
        self._lines: tuple[Line, ...] = ()

    def lines(self, now: datetime) -> tuple[Line, ...]:
        with self._lock:
            if self._clock() >= self._until:
                self._lines = self._ask(now)
                self._until = self._clock() + KEPT_SECONDS
            return self._lines


def ask(now: datetime) -> tuple[Line, ...]:
    """Everything, in the order one would look: database, tables, storage, worker."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        reached = (Line("database"), _tables(), _worker(now))
    except Error:
        # One line says it; what needs the database is not known, and not known is not ready.
        unknown = _("databasen svarer ikke")
        reached = (Line("database", unknown), Line("tabeller", unknown), Line("arbejder", unknown))
    return (*reached[:2], _storage(), reached[2])


def worker_alive(now: datetime) -> bool:
    """Whether any worker has shown life within a minute; a sign from the future is none."""
    signs = Pulse.objects.filter(
        beat_at__gte=now - PULSE_LIMIT, beat_at__lte=now + timedelta(seconds=5)
    )
    return signs.exists()


def _tables() -> Line:
    done = set(MigrationRecorder(connection).applied_migrations())
    missing = len(shipped_migrations() - done)
    if not missing:
        return Line("tabeller")
    return Line("tabeller", _("%(count)d ændringer mangler: faelled migrate") % {"count": missing})


@lru_cache(maxsize=1)
def shipped_migrations() -> frozenset[tuple[str, str]]:
    """What the program brings; it cannot change while the process runs."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.disk_migrations or {})


def _storage() -> Line:
    try:
        kept = default_storage.save(f"probe/{uuid4().hex}", ContentFile(b"probe"))
        default_storage.delete(kept)
    except Exception:  # noqa: BLE001  # each storage has errors of its own; all mean the same here
        return Line("filer", _("der kan ikke skrives"))
    return Line("filer")


def _worker(now: datetime) -> Line:
    if not in_database(task_backends["default"]):
        return Line("arbejder")  # another queue watches its own
    if worker_alive(now):
        return Line("arbejder")
    seconds = int(PULSE_LIMIT.total_seconds())
    return Line("arbejder", _("intet livstegn i %(seconds)d sekunder") % {"seconds": seconds})


READINESS = Readiness(ask)


def ready_lines() -> tuple[Line, ...]:
    return READINESS.lines(timezone.now())
