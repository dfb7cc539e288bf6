"""One folder that holds all of a site but its keys: database, files, letters, checkpoints.

    database.sqlite3 or database.dump   a copy that is whole, made while the site runs
    files/ outbox/ letters/ inbox/ checkpoints/
    backup.json                         what it is, from when, with a hash of every file

The database is copied first: a file that comes after has no row yet and is swept up later, while a
row whose file were missing would be a loss.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

SQLITE, DUMP, LIST = "database.sqlite3", "database.dump", "backup.json"
CHUNK = 1024 * 1024


class BackupError(Exception):
    """It cannot be done; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was copied: files and bytes, the database included."""

    files: int
    bytes: int


def folders() -> Mapping[str, Path]:
    """Every folder of the site that a backup holds, by its name in the backup."""
    return {
        "files": Path(settings.MEDIA_ROOT),
        "outbox": settings.DIGITAL_POST_OUTBOX,
        "letters": settings.DIGITAL_POST_LETTERS,
        "inbox": settings.DIGITAL_POST_INBOX,
        "checkpoints": settings.AUDIT_CHECKPOINTS,
    }


def back_up(target: Path, database: Mapping[str, Any], *, now: datetime) -> Report:
    """Fill the empty folder ``target``; its list is written last, so that half a backup is none."""
    _require_empty(target)
    _require_local_files()
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = _save_database(target, database)
    for part, folder in folders().items():
        if folder.is_dir():
            shutil.copytree(folder, target / part, ignore=shutil.ignore_patterns("*.part"))
    hashes = {str(path.relative_to(target)): _hash(path) for path in _files(target)}
    facts = {
        "at": now.isoformat(timespec="seconds"),
        "version": version("faelled"),
        "database": name,
        "sha256": hashes,
    }
    (target / LIST).write_text(json.dumps(facts, indent=1), encoding="utf-8")
    return _report(target)


def restore(source: Path, database: Mapping[str, Any]) -> Report:
    """Fill an empty site from ``source``, after every file in it has been found as it was."""
    facts = read_list(source)
    _require_local_files()
    for folder in folders().values():
        _require_empty(folder)
    _load_database(source / facts["database"], database)
    for part, folder in folders().items():
        if (source / part).is_dir():
            shutil.copytree(source / part, folder, dirs_exist_ok=True)
    return _report(source)


def read_list(source: Path) -> dict[str, Any]:
    """The backup's own description; ``BackupError`` when a file is missing or is another."""
    try:
        facts: dict[str, Any] = json.loads((source / LIST).read_text(encoding="utf-8"))
        wrong = [name for name, hash_ in facts["sha256"].items() if _hash(source / name) != hash_]
    except (OSError, ValueError, KeyError) as error:
        raise BackupError(_("Mappen er ikke en hel sikkerhedskopi.")) from error
    if wrong:
        raise BackupError(_("Ændret siden kopien blev taget: %(names)s") % {"names": wrong[0]})
    return facts


def _save_database(target: Path, database: Mapping[str, Any]) -> str:
    if database["ENGINE"].endswith("sqlite3"):
        copy = sqlite3.connect(target / SQLITE)
        live = sqlite3.connect(f"file:{database['NAME']}?mode=ro", uri=True)
        with copy, live:
            live.backup(copy)
        copy.close()
        live.close()
        return SQLITE
    _run("pg_dump", database, "--format=custom", "--no-owner", f"--file={target / DUMP}")
    return DUMP


def _load_database(saved: Path, database: Mapping[str, Any]) -> None:
    sqlite = database["ENGINE"].endswith("sqlite3")
    if sqlite != (saved.name == SQLITE):
        raise BackupError(_("Kopien er fra en anden slags database end den, DATABASE_URL nævner."))
    if sqlite:
        place = Path(database["NAME"])
        if place.exists() and place.stat().st_size:
            raise BackupError(_("Der er allerede en database: %(place)s") % {"place": place})
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(saved, place)
        return
    words = ("--no-owner", "--exit-on-error", "--single-transaction")
    _run("pg_restore", database, *words, f"--dbname={database['NAME']}", str(saved), named=False)


def _run(program: str, database: Mapping[str, Any], *words: str, named: bool = True) -> None:
    """Run one of PostgreSQL's own programs; the password goes in its environment, not in a list."""
    found = shutil.which(program)
    if found is None:
        text = _(
            "%(program)s findes ikke på denne maskine. Installer PostgreSQLs klientprogrammer."
        )
        raise BackupError(text % {"program": program})
    where = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
    }
    env = dict(os.environ) | {name: str(value) for name, value in where.items() if value}
    command = [found, *words, *([str(database["NAME"])] if named else [])]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        text = _("%(program)s gik i stå: %(words)s")
        raise BackupError(text % {"program": program, "words": done.stderr.strip()[-500:]})


def _require_empty(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        raise BackupError(_("Mappen er ikke tom: %(folder)s") % {"folder": folder})


def _require_local_files() -> None:
    if not settings.STORAGES["default"]["BACKEND"].endswith("FileSystemStorage"):
        text = _("Filerne ligger i et fjernlager; tag kopien dér. Intet er kopieret.")
        raise BackupError(text)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _hash(path: Path) -> str:
    text = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            text.update(chunk)
    return text.hexdigest()


def _report(folder: Path) -> Report:
    sizes = [path.stat().st_size for path in _files(folder) if path.name != LIST]
    return Report(len(sizes), sum(sizes))
