"""How ``release_0_1.*.sql.gz`` were made, by the program as it was then: the demo's database.

``python -m tests.faults.make_release 0_1``. A release's files are made once, on its day, and are
never made anew: they stand for databases that are out there.
"""

import gzip
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults.site import Site, database_of, environment

HERE = Path(__file__).parent
# Made up for these files, and nothing else is locked with them.
KEYS = {
    f"FAELLED_{name}_KEY": f"the released demo's own {name.lower()} key"
    for name in ("SECRET", "CPR", "CPR_SEARCH", "AUDIT")
}
KINDS = ("sqlite", "postgresql")


def released(name: str, kind: str) -> Path:
    return HERE / f"release_{name}.{kind}.sql.gz"


def make(name: str, kind: str) -> None:
    with tempfile.TemporaryDirectory() as folder, database_of(kind, Path(folder)) as url:
        site = Site(Path(folder), environment(url, Path(folder)) | KEYS)
        site.faelled("migrate", "--verbosity", "0")
        site.faelled("demo")
        text = sqlite_text(url) if kind == "sqlite" else postgresql_text(url)
    released(name, kind).write_bytes(gzip.compress(text.encode(), mtime=0))


def sqlite_text(url: str) -> str:
    database = sqlite3.connect(url.removeprefix("sqlite:///"))
    try:
        return "\n".join(database.iterdump())
    finally:
        database.close()


def postgresql_text(url: str) -> str:
    command = ["pg_dump", "--no-owner", "--no-privileges", url]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    for one in KINDS:
        make(sys.argv[1], one)
