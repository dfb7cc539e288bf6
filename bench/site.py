"""The site as it runs in a town hall: gunicorn with workers on PostgreSQL, with the real settings.

Importing this chooses the settings, so it comes before whatever sets Django up.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

VAR = Path(tempfile.mkdtemp(prefix="faelled-bench-"))
TICKS = os.sysconf("SC_CLK_TCK")
os.environ.update(
    DJANGO_SETTINGS_MODULE="faelled.web.settings",
    FAELLED_VAR=str(VAR),
    FAELLED_HTTPS="0",
    FAELLED_DIGITAL_POST="fake",
    FAELLED_LOG_LEVEL="WARNING",
)


@dataclass(frozen=True, slots=True)
class Site:
    """A server that answers on ``port``."""

    port: int
    server: int

    def workers(self) -> list[int]:
        """The process ids of gunicorn's workers."""
        children = Path(f"/proc/{self.server}/task/{self.server}/children").read_text()
        return [int(pid) for pid in children.split()]


@contextmanager
def served(database: str, workers: int) -> Iterator[Site]:
    """The site on a free port, until the block ends. ``database``: the name of the filled one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    parts = urlsplit(os.environ["DATABASE_URL"])
    env = os.environ | {"DATABASE_URL": urlunsplit(parts._replace(path=f"/{database}"))}
    command = [sys.executable, "-m", "gunicorn", "faelled.web.wsgi"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--preload"]
    with (VAR / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            wait_for(port)
            yield Site(port, server.pid)
        finally:
            server.terminate()
            server.wait(30)


def wait_for(port: int) -> None:
    """Until the site answers; at most two minutes."""
    for _turn in range(240):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/sundhed")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"The site did not start; {VAR / 'server.log'} says why.")


def cpu_seconds(pids: list[int]) -> float:
    """CPU time, own and the system's, that these processes have used."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICKS
