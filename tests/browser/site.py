"""The demo municipality on a free port, as ``make demo`` serves it: same settings, same server."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
TRIES, PAUSE = 150, 0.2


@dataclass(frozen=True, slots=True)
class Site:
    """``site.url`` is its address, ``site.var`` its files (the outbox, the audit checkpoints)."""

    url: str
    var: Path
    env: Mapping[str, str]

    def faelled(self, *words: str) -> str:
        """Run a command on this site: ``site.faelled("audit", "verify")`` gives what it prints."""
        done = subprocess.run(
            [str(BIN / "faelled"), *words],
            env=dict(self.env),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"faelled {' '.join(words)}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@contextmanager
def serving(var: Path) -> Iterator[Site]:
    """Fill a demo under ``var``, start the server and a worker, and end both at the end."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith("FAELLED_")}
    env |= {
        "DJANGO_SETTINGS_MODULE": "faelled.web.settings",
        "DATABASE_URL": f"sqlite:///{var / 'demo.sqlite3'}",
        "FAELLED_DEMO": "1",
        "FAELLED_SITE_URL": f"http://127.0.0.1:{port}",
        "FAELLED_PACE": "0",
        "FAELLED_VAR": str(var),
        "NO_PROXY": "127.0.0.1,localhost",
    }
    (var / "vendor").symlink_to(ROOT / "var" / "vendor")
    site = Site(f"http://127.0.0.1:{port}", var, env)
    site.faelled("migrate", "--verbosity", "0")
    site.faelled("collectstatic", "--no-input", "--verbosity", "0")
    site.faelled("demo")
    server = [
        str(BIN / "gunicorn"),
        "faelled.web.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--no-control-socket",
    ]
    commands = ([*server, "--threads", "4"], [str(BIN / "faelled"), "worker"])
    log = (var / "server.log").open("wb")
    running = [
        subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=log) for command in commands
    ]
    try:
        wait_for(f"{site.url}/log-ind/", var / "server.log")
        yield site
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=20)
        log.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, log: Path) -> None:
    """Until the server answers; its own words when it does not."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(TRIES):
        try:
            with opener.open(url, timeout=5):
                return
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(PAUSE)
    raise AssertionError(f"{url} does not answer.\n{log.read_text('utf-8', 'replace')}")
