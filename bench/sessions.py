"""What the database's sessions for the site cost, those that have ended meanwhile too."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from bench.site import cpu_seconds

EVERY_SECONDS = 0.2


class Sessions:
    """CPU seconds of all sessions in one database on this machine, since they began.

    A session that ends takes its count along, and the site ends each after a minute; so all are
    looked at five times a second, and what an ended one had used by then is kept.
    """

    def __init__(self, server: int, database: str) -> None:
        self._server, self._database = server, database
        self._used: dict[int, float] = {}
        self._lock = threading.Lock()

    def spent(self) -> float:
        """CPU seconds until now."""
        with self._lock:
            for pid in self._running():
                # Nothing is read of one that has ended since it was listed.
                self._used[pid] = max(self._used.get(pid, 0.0), cpu_seconds([pid]))
            return sum(self._used.values())

    def _running(self) -> Iterator[int]:
        children = Path(f"/proc/{self._server}/task/{self._server}/children").read_text()
        for pid in map(int, children.split()):
            try:
                title = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
            except OSError:
                continue
            if f" {self._database} " in title:
                yield pid


@contextmanager
def watched_sessions() -> Iterator[Sessions]:
    """The sessions of the database that is filled, watched until the block ends; our own, which is
    no part of the site, is closed first.
    """
    database = str(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [own] = cursor.fetchone()
    server = int(Path(f"/proc/{own}/stat").read_text().rpartition(") ")[2].split()[1])
    connection.close()
    sessions, over = Sessions(server, database), threading.Event()
    watch = threading.Thread(target=_look, args=(sessions, over), daemon=True)
    watch.start()
    try:
        yield sessions
    finally:
        over.set()
        watch.join()


def _look(sessions: Sessions, over: threading.Event) -> None:
    while not over.wait(EVERY_SECONDS):
        sessions.spent()
