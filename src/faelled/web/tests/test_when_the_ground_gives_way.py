"""The database goes, locks or is full in the middle of a step: it is said, and nothing is half."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings as site
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from lxml.html import fromstring
from pytest_django import Settings

from faelled.base.audit.models import Entry
from faelled.base.audit.verify import verify
from faelled.base.ui.errors import trouble_of
from faelled.base.ui.tests.page import words
from faelled.casework.cases import actions
from faelled.casework.cases.models import Case, JournalEntry
from faelled.casework.processes.actions import publish
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(cast: Cast) -> Case:
    now = timezone.now()
    graph = (site.CONTENT / "graphs" / "generel-sag.toml").read_bytes()
    version = publish(graph, by=cast.actor(cast.frida, now), now=now)
    kind = actions.use_process(version.process, cast.disability, by=cast.system, now=now)
    anna = cast.actor(cast.anna, now)
    party = actions.NewParty(cast.dorthe.person, "applicant", "citizen", sees_case=True)
    case = actions.open_case(kind, by=anna, now=now, parties=[party], title="Sag")
    answers = {"subject": ["Støtte"], "text": ["Hun har skrevet."]}
    actions.execute(case, actions.Step("create", str(uuid4()), answers), by=anna, now=now)
    return case


@pytest.fixture
def anna(cast: Cast, client: Client) -> Client:
    client.force_login(cast.anna.user)
    client.raise_request_exception = False
    return client


def note(client: Client, case: Case, text: str, **more: Any) -> HttpResponse:
    event = "add_information" if more else "note"
    fields = {"idempotency_key": str(uuid4()), "seen_seq": "1", "text": text}
    answer = client.post(f"/sager/{case.uuid}/trin/{event}/", fields | more)
    assert isinstance(answer, HttpResponse)
    return answer


def counts() -> tuple[int, int, int]:
    return (
        Case.objects.get().events.count(),
        JournalEntry.objects.count(),
        Entry.objects.filter(action="case.step").count(),
    )


def assert_waits(answer: HttpResponse, title: str) -> None:
    """A page a caseworker understands: what, what became of it, what to do; and when to."""
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    said = words(fromstring(answer.content).xpath("//main")[0])
    assert title in said
    assert "tilbage-knap" in said
    for inside in ("Traceback", "Error", "sqlite", "SQL", "psycopg"):
        assert inside not in said


def assert_goes_on(client: Client, case: Case, before: tuple[int, int, int]) -> None:
    """Nothing half is left, the same step can be done now, and the log is whole."""
    assert counts() == before
    assert note(client, case, "Så gik det.").status_code == 302
    assert counts() == tuple(number + 1 for number in before)
    assert verify().whole


@contextmanager
def full_database() -> Iterator[None]:
    """The real error of the real database: SQLite may not grow; PostgreSQL raises its own code."""
    if connection.vendor == "sqlite":
        ask("VACUUM")  # else it would first use the pages that earlier tests left free
        fill, empty = f"PRAGMA max_page_count = {ask('PRAGMA page_count')}", EMPTY
    else:
        fill, empty = FULL, "DROP FUNCTION no_room CASCADE"
    ask(fill)
    try:
        yield
    finally:
        ask(empty)


def ask(statement: str) -> int:
    """Run a statement; the number it answers with, 0 when it has none."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0]) if cursor.description else 0


EMPTY = "PRAGMA max_page_count = 1073741823"
FULL = """
CREATE FUNCTION no_room() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER no_room BEFORE INSERT ON cases_journalentry EXECUTE FUNCTION no_room();
"""


def test_a_full_disk_under_the_database_is_said_and_nothing_is_half(
    anna: Client, case: Case
) -> None:
    before = counts()
    with full_database():
        assert_waits(note(anna, case, "x" * 19_000), "Der er ikke plads")
    assert_goes_on(anna, case, before)


def test_a_database_that_goes_in_the_middle_is_said_and_comes_back(
    anna: Client, case: Case
) -> None:
    before = counts()
    with taken_away():
        assert_waits(note(anna, case, "Ringede."), "Vent et øjeblik")
    assert_goes_on(anna, case, before)


@contextmanager
def taken_away() -> Iterator[None]:
    """PostgreSQL: the connection in use is ended by the server. SQLite: another holds the lock."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50")
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
        other.close()
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], dbname="postgres"
    ) as server:
        server.execute("SELECT pg_terminate_backend(%s)", [pid])
    yield
    connection.close()  # as the server does after each request; the test's client leaves it open


def test_a_database_that_may_only_be_read_is_said(anna: Client, case: Case) -> None:
    before = counts()
    read_only = {"sqlite": "PRAGMA query_only = {}", "postgresql": READ_ONLY}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(read_only.format("on"))
    answer = note(anna, case, "Ringede.")
    with connection.cursor() as cursor:
        cursor.execute(read_only.format("off"))
    assert_waits(answer, "Vent et øjeblik")
    assert_goes_on(anna, case, before)


READ_ONLY = "SET SESSION default_transaction_read_only = {}"


class FullDisk(FileSystemStorage):
    """Writes to the device that is always full, so that the error is the kernel's own."""

    def _save(self, name: str, content: Any) -> str:
        with Path("/dev/full").open("wb") as file:
            file.write(content.read())
        return name


def test_an_upload_that_finds_no_room_is_said(anna: Client, case: Case, settings: Settings) -> None:
    before = counts()
    storages = site.STORAGES
    settings.STORAGES = storages | {"default": {"BACKEND": f"{__name__}.FullDisk"}}
    paper = SimpleUploadedFile("svar.txt", b"Her er mit svar.", "text/plain")
    assert_waits(note(anna, case, "Et brev.", papers=paper), "Der er ikke plads")
    settings.STORAGES = storages
    assert_goes_on(anna, case, before)


def test_the_full_device_is_full() -> None:
    with pytest.raises(OSError) as caught:
        FullDisk().save("x", ContentFile(b"x"))
    assert caught.value.errno == errno.ENOSPC


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database is locked"), 503),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), 503),
        (OSError(errno.ENOENT, "x"), 500),
        (ValueError("x"), 500),
        (None, 500),
    ],
)
def test_only_what_passes_is_worth_waiting_for(error: Exception | None, status: int) -> None:
    assert trouble_of(error).status == status


def test_what_lies_behind_an_error_is_seen() -> None:
    try:
        try:
            raise OperationalError("server closed the connection")
        except OperationalError as lost:
            raise RuntimeError("the template failed") from lost
    except RuntimeError as error:
        assert trouble_of(error).status == 503
    try:
        try:
            raise OperationalError("server closed the connection")
        except OperationalError:
            raise RuntimeError("something else") from None
    except RuntimeError as error:
        assert trouble_of(error).status == 500
