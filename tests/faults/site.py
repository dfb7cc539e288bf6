"""A site that can be killed, starved and cut off: its database, any number of nodes, a worker."""

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.browser.site import BIN, ROOT, free_port, wait_for

POSTGRES = os.environ.get("POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
STATIC: list[Path] = []


@dataclass(slots=True)
class Site:
    """``site.serve()`` starts a node and gives its address; ``site.kill()``: ``kill -9`` of all."""

    var: Path
    env: dict[str, str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def serve(self, port: int = 0, *, workers: int = 2) -> str:
        """One more web node on the site's database, at the port or at a free one."""
        port = port or free_port()
        gunicorn = [str(BIN / "gunicorn"), "faelled.web.wsgi", "--no-control-socket"]
        gunicorn += ["--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--threads", "4"]
        self._start(gunicorn)
        wait_for(f"http://127.0.0.1:{port}/sundhed/lever", self.log)
        return f"http://127.0.0.1:{port}"

    def work(self) -> None:
        self._start([str(BIN / "faelled"), "worker"])

    def kill(self) -> None:
        """As a power cut does it: master, children and worker at once, and nothing is told."""
        for process in self.running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.running.clear()

    def faelled(self, *words: str, code: int = 0) -> str:
        """What a command prints; it must end with ``code``."""
        return self._ran([str(BIN / "faelled"), *words], code)

    def script(self, name: str, *words: str) -> Any:
        """What ``tests/faults/<name>.py`` finds out on this site, as it printed it in JSON."""
        out = self._ran([sys.executable, "-m", f"tests.faults.{name}", *words], 0)
        return json.loads(out.splitlines()[-1])

    @property
    def log(self) -> Path:
        return self.var / "site.log"

    def _start(self, command: list[str]) -> None:
        with self.log.open("ab") as log:
            self.running.append(
                subprocess.Popen(
                    command, env=self.env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
                )
            )

    def _ran(self, command: list[str], code: int) -> str:
        done = subprocess.run(
            command, env=self.env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@contextmanager
def site_on(database: str, var: Path) -> Iterator[Site]:
    """An empty migrated site on ``sqlite`` or on a new database of the PostgreSQL server."""
    with database_of(database, var) as url:
        site = Site(var, environment(url, var))
        static_files(site)
        site.faelled("migrate", "--verbosity", "0")
        try:
            yield site
        finally:
            site.kill()


def static_files(site: Site) -> None:
    """Collected once a run, for they are the same for every site."""
    if not STATIC:
        site.faelled("collectstatic", "--no-input", "--verbosity", "0")
        STATIC.append(site.var / "static")
    else:
        (site.var / "static").symlink_to(STATIC[0])


@contextmanager
def database_of(kind: str, var: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{var / 'faults.sqlite3'}"
        return
    name = f"faelled_faults_{secrets.token_hex(4)}"
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield POSTGRES.rsplit("/", 1)[0] + f"/{name}"
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def environment(url: str, var: Path) -> dict[str, str]:
    """A demo, so that people come in without a proof; letters go to the file outbox."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("FAELLED_")}
    if (ROOT / "var" / "vendor").is_dir() and not (var / "vendor").exists():
        (var / "vendor").symlink_to(ROOT / "var" / "vendor")
    return env | {
        "DJANGO_SETTINGS_MODULE": "faelled.web.settings",
        "DATABASE_URL": url,
        "FAELLED_DEMO": "1",
        "FAELLED_DIGITAL_POST": "file",
        "FAELLED_PACE": "0",
        "FAELLED_VAR": str(var),
        "FAELLED_LOG_FORMAT": "json",
        "NO_PROXY": "127.0.0.1,localhost",
    }
