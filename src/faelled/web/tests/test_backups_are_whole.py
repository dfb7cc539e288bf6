"""A backup is whole or refused; the full drill on both databases is in tests/faults."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from pytest_django import Settings

from faelled.web.operate.backup import BackupError, back_up, folders, read_list, restore
from tests.cast import NOW

POSTGRES = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": "nowhere",
    "HOST": "127.0.0.1",
    "PORT": "1",
    "USER": "nobody",
    "PASSWORD": "hemmelig",
}


@pytest.fixture
def database(tmp_path: Path, settings: Settings) -> Mapping[str, Any]:
    """A small database in SQLite, and one file of each kind beside it."""
    place = tmp_path / "live.sqlite3"
    with closing(sqlite3.connect(place)) as live:
        live.execute("PRAGMA journal_mode=WAL")
        live.execute("CREATE TABLE x (n)")
        live.execute("INSERT INTO x VALUES (7)")
        live.commit()
    move_folders(settings, tmp_path / "live")
    for part, folder in folders().items():
        folder.mkdir(parents=True)
        (folder / f"{part}.txt").write_text(part)
    (site.DIGITAL_POST_OUTBOX / ".half.part").write_text("half")
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(place)}


def move_folders(settings: Settings, root: Path) -> None:
    settings.MEDIA_ROOT = str(root / "files")
    settings.DIGITAL_POST_OUTBOX = root / "outbox"
    settings.DIGITAL_POST_LETTERS = root / "letters"
    settings.DIGITAL_POST_INBOX = root / "inbox"
    settings.AUDIT_CHECKPOINTS = root / "checkpoints"


def test_everything_comes_back_as_it_was(
    database: Mapping[str, Any], tmp_path: Path, settings: Settings
) -> None:
    report = back_up(tmp_path / "copy", database, now=NOW)
    assert report.files == 6
    move_folders(settings, tmp_path / "new")
    new = dict(database) | {"NAME": str(tmp_path / "new" / "new.sqlite3")}
    assert restore(tmp_path / "copy", new) == report
    with closing(sqlite3.connect(new["NAME"])) as found:
        assert found.execute("SELECT n FROM x").fetchall() == [(7,)]
    for part, folder in folders().items():
        assert [path.read_text() for path in folder.iterdir()] == [part]


def test_a_copy_is_whole_while_somebody_writes(database: Mapping[str, Any], tmp_path: Path) -> None:
    """What is not committed is not in it; what is, is."""
    with closing(sqlite3.connect(database["NAME"])) as writer:
        writer.execute("INSERT INTO x VALUES (8)")
        back_up(tmp_path / "copy", database, now=NOW)
        writer.commit()
    with closing(sqlite3.connect(tmp_path / "copy" / "database.sqlite3")) as found:
        assert found.execute("SELECT n FROM x").fetchall() == [(7,)]


@pytest.mark.parametrize("harm", ["changed", "missing", "half", "empty"])
def test_a_copy_that_is_not_whole_is_refused_before_anything_is_written(
    harm: str, database: Mapping[str, Any], tmp_path: Path, settings: Settings
) -> None:
    copy = tmp_path / "copy"
    back_up(copy, database, now=NOW)
    match harm:
        case "changed":
            (copy / "files" / "files.txt").write_text("other")
        case "missing":
            (copy / "outbox" / "outbox.txt").unlink()
        case "half":
            (copy / "backup.json").unlink()
        case _:
            copy = tmp_path / "nothing"
    move_folders(settings, tmp_path / "new")
    new = dict(database) | {"NAME": str(tmp_path / "new" / "new.sqlite3")}
    with pytest.raises(BackupError):
        restore(copy, new)
    assert not (tmp_path / "new").exists()


def test_nothing_is_written_over(
    database: Mapping[str, Any], tmp_path: Path, settings: Settings
) -> None:
    back_up(tmp_path / "copy", database, now=NOW)
    with pytest.raises(BackupError, match="ikke tom"):
        back_up(tmp_path / "copy", database, now=NOW)
    with pytest.raises(BackupError, match="ikke tom"):
        restore(tmp_path / "copy", database)
    move_folders(settings, tmp_path / "new")
    with pytest.raises(BackupError, match="allerede en database"):
        restore(tmp_path / "copy", database)


def test_a_copy_of_one_kind_of_database_is_not_put_in_another(
    database: Mapping[str, Any], tmp_path: Path, settings: Settings
) -> None:
    back_up(tmp_path / "copy", database, now=NOW)
    move_folders(settings, tmp_path / "new")
    with pytest.raises(BackupError, match="anden slags database"):
        restore(tmp_path / "copy", POSTGRES)


def test_without_postgresqls_programs_it_is_said(
    database: Mapping[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="pg_dump findes ikke"):
        back_up(tmp_path / "copy", POSTGRES, now=NOW)


def test_a_database_that_does_not_answer_makes_no_backup(
    database: Mapping[str, Any], tmp_path: Path
) -> None:
    with pytest.raises(BackupError) as caught:
        back_up(tmp_path / "copy", POSTGRES, now=NOW)
    assert "hemmelig" not in str(caught.value)
    with pytest.raises(BackupError):
        read_list(tmp_path / "copy")


def test_files_that_lie_elsewhere_are_not_pretended_to_be_copied(
    database: Mapping[str, Any], tmp_path: Path, settings: Settings
) -> None:
    settings.STORAGES = site.STORAGES | {"default": {"BACKEND": "storages.backends.s3.S3Storage"}}
    with pytest.raises(BackupError, match="fjernlager"):
        back_up(tmp_path / "copy", database, now=NOW)
    assert not (tmp_path / "copy").exists()
