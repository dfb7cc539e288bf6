"""A database or a scanner on another machine is asked under a verified certificate, or not at all
(ASVS 5.0, 12.3.1); unless the operator has said of that host that the wire is their own.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from faelled.web.environment import SettingError
from faelled.web.wires import refuse_in_clear

NEAR = "tcp://127.0.0.1:3310"


@pytest.mark.parametrize(
    ("host", "sslmode", "clamd", "trusted"),
    [
        ("", "", "", []),
        ("127.0.0.1", "", NEAR, []),
        ("/run/postgresql", "", "unix:///run/clamav/clamd.ctl", []),
        ("db.example.dk", "verify-full", NEAR, []),
        ("db", "", "tcp://clamav:3310", ["db", "clamav"]),
    ],
)
def test_what_is_encrypted_or_stays_here_may_start(
    host: str, sslmode: str, clamd: str, trusted: list[str]
) -> None:
    refuse_in_clear({"HOST": host, "OPTIONS": {"sslmode": sslmode}}, clamd, trusted)


@pytest.mark.parametrize(
    ("host", "sslmode", "clamd", "said"),
    [
        ("db.example.dk", "", "", "DATABASE_URL"),
        ("db.example.dk", "require", "", "db.example.dk"),
        ("db.example.dk", "prefer", NEAR, "DATABASE_URL"),
        ("", "", "tcp://clam.example.dk:3310", "FAELLED_CLAMAV"),
    ],
)
def test_what_goes_in_clear_is_refused_by_name(
    host: str, sslmode: str, clamd: str, said: str
) -> None:
    with pytest.raises(SettingError, match=said):
        refuse_in_clear({"HOST": host, "OPTIONS": {"sslmode": sslmode}}, clamd, ["another"])


def test_the_site_does_not_start_with_such_a_database(tmp_path: Path) -> None:
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "faelled.web.settings",
        "FAELLED_VAR": str(tmp_path),
        "DATABASE_URL": "postgres://faelled@db.example.dk/faelled",
    }
    run = [sys.executable, "-c", "import faelled.web.settings"]
    started = subprocess.run(run, env=env, capture_output=True, text=True, check=False)
    assert started.returncode != 0
    assert "sslmode=verify-full" in started.stderr
