"""``faelled check --deploy`` names what must not meet real people."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.utils import timezone
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from faelled.base.access.actor import system_actor
from faelled.base.jobs.actions import beat
from faelled.base.people.actions import add_authority
from faelled.web.operate.checks import check_deployment
from tests.cast import NOW, Cast

GOOD: dict[str, Any] = {
    "HTTPS": True,
    "DEMO": False,
    "DEBUG": False,
    "KEYS_MADE_HERE": [],
    "DIGITAL_POST": "file",
    "FILES_SCANNER": "clamav",
    "VAR": Path("/srv/faelled"),
    "AUDIT_CHECKPOINTS": Path("/mnt/elsewhere"),
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
    "TASKS": {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
}


@pytest.fixture(autouse=True)
def _a_good_site(db: None, settings: Settings) -> None:
    for name, value in GOOD.items():
        if name != "DATABASES":
            setattr(settings, name, value)
    beat("w1", now=timezone.now())


def found(settings: Settings, **changes: Any) -> set[str]:
    for name, value in changes.items():
        setattr(settings, name, value)
    ids = {str(message.id) for message in check_deployment(None)}
    # The tests' own database is what it is: only asked about where it is the question.
    return ids if "DATABASES" in changes else ids - {"faelled.W002"}


def test_a_good_site_is_told_nothing(cast: Cast, settings: Settings) -> None:
    assert found(settings) == set()


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        ({"KEYS_MADE_HERE": ["FAELLED_CPR_KEY"]}, {"faelled.E001"}),
        ({"KEYS_MADE_HERE": ["FAELLED_CPR_KEY"], "HTTPS": False}, set()),
        ({"DEMO": True}, {"faelled.E002"}),
        ({"DEMO": True, "HTTPS": False}, set()),
        ({"DEBUG": True}, {"faelled.E004"}),
        ({"DIGITAL_POST": ""}, {"faelled.E005"}),
        ({"DIGITAL_POST": "fake"}, {"faelled.E006"}),
        ({"DIGITAL_POST": "fake", "DEMO": True, "HTTPS": False}, set()),
        ({"AUDIT_CHECKPOINTS": Path("/srv/faelled/audit-checkpoints")}, {"faelled.W001"}),
    ],
)
def test_each_fault_is_named(changes: dict[str, Any], ids: set[str], settings: Settings) -> None:
    assert found(settings, **changes) == ids


def test_sqlite_is_for_a_trial(settings: Settings) -> None:
    from faelled.web.operate.checks import sqlite

    old = settings.DATABASES["default"]["ENGINE"]
    try:
        settings.DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"
        assert [message.id for message in sqlite()] == ["faelled.W002"]
        settings.DEMO = True
        assert list(sqlite()) == []
        settings.DEMO = False
        settings.DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
        assert list(sqlite()) == []
    finally:
        settings.DATABASES["default"]["ENGINE"] = old


@pytest.mark.parametrize(
    ("host", "sslmode", "named"),
    [
        ("db.example.dk", "", True),
        ("db.example.dk", "require", True),
        ("db.example.dk", "verify-full", False),
        ("127.0.0.1", "", False),
        ("/run/postgresql", "", False),
    ],
)
def test_a_way_to_the_database_that_others_can_listen_to_is_named(
    host: str, sslmode: str, named: bool, settings: Settings
) -> None:
    database = settings.DATABASES["default"]
    old = {"HOST": database.get("HOST"), "OPTIONS": database.get("OPTIONS")}
    try:
        database |= {"HOST": host, "OPTIONS": {"sslmode": sslmode}}
        assert ("faelled.W004" in found(settings)) == named
    finally:
        database |= old


def test_a_site_without_a_virus_scanner_is_named(settings: Settings) -> None:
    assert found(settings, FILES_SCANNER="none") == {"faelled.W006"}
    assert found(settings, FILES_SCANNER="none", DEMO=True, HTTPS=False) == set()


def test_demo_mode_with_a_real_authority_is_named(settings: Settings) -> None:
    add_authority(
        "En rigtig kommune", cvr="29189846", municipality_code="0360", by=system_actor(0), now=NOW
    )
    assert found(settings, DEMO=True, HTTPS=False) == {"faelled.E003"}


def test_no_worker_alive_is_named(settings: Settings) -> None:
    beat("w1", now=timezone.now() - timedelta(minutes=5))
    assert found(settings) == {"faelled.W003"}


def test_keys_made_here_are_named_without_their_content(settings: Settings) -> None:
    settings.KEYS_MADE_HERE = ["FAELLED_AUDIT_KEY"]
    said = str(check_deployment(None)[0])
    assert "FAELLED_AUDIT_KEY" in said
    assert settings.AUDIT_KEY not in said


def test_the_command_runs_them(settings: Settings) -> None:
    settings.DIGITAL_POST = ""
    with pytest.raises(SystemCheckError, match=r"faelled\.E005"):
        call_command("check", "--deploy")


def test_without_a_database_half_is_made_and_said(
    settings: Settings, django_db_blocker: DjangoDbBlocker
) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE jobs_pulse RENAME TO jobs_gone")
    try:
        assert found(settings) == {"faelled.W005"}
    finally:
        connection.needs_rollback = False
