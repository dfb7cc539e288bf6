"""Everything that happens is one entry, and nobody changes it afterwards."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from faelled.base.audit.actions import record
from faelled.base.audit.chain import NotCanonicalError
from faelled.base.audit.models import Entry, EntrySubject, Head
from faelled.base.audit.tests.writing import NOW, verified, write

pytestmark = pytest.mark.django_db


def test_an_entry_keeps_who_when_why_and_about_whom() -> None:
    (entry,) = write("case:1")
    entry.refresh_from_db()
    assert (entry.actor_id, entry.unit_id, entry.purpose, entry.at) == ("anna", 7, "case-work", NOW)
    assert entry.data == {"step": 0, "note": "æøå"}
    index = EntrySubject.objects.filter(entry=entry).values_list("subject", flat=True)
    assert sorted(index) == ["case:1", "person:dorthe"]


def test_each_stream_counts_for_itself() -> None:
    write("case:1", 3)
    write("case:2", 2)
    assert dict(Head.objects.values_list("stream", "count")) == {"case:1": 3, "case:2": 2}
    assert verified().whole


def test_an_entry_costs_three_statements() -> None:
    write("case:1")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        write("case:1")
    assert len(queries) == 3


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET actor_id = 'carla'",
        "DELETE FROM audit_entry",
        "UPDATE audit_entrysubject SET subject = 'person:x'",
        "DELETE FROM audit_entrysubject",
    ],
)
def test_the_database_refuses_change_and_deletion(sql: str) -> None:
    write("case:1")
    refused = pytest.raises(DatabaseError, match="never changed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert verified().whole


def test_postgresql_refuses_to_truncate_a_log_with_entries() -> None:
    if connection.vendor != "postgresql":
        return  # SQLite knows no TRUNCATE
    write("case:1")
    connection.check_constraints()
    refused = pytest.raises(DatabaseError, match="never changed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry, audit_entrysubject CASCADE")


def test_the_rows_refuse_it_through_django_too() -> None:
    (entry,) = write("case:1")
    tries: list[Callable[[], object]] = [
        lambda: Entry.objects.filter(pk=entry.pk).update(purpose="leadership"),
        lambda: Entry.objects.all().delete(),
        lambda: entry.save(),
    ]
    for change in tries:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize("missing", ["stream", "action", "actor_id", "purpose"])
def test_an_entry_without_a_name_for_it_is_refused(missing: str) -> None:
    said = {"stream": "case:1", "action": "decide", "actor_id": "anna", "purpose": "case-work"}
    said[missing] = ""
    with pytest.raises(ValueError, match="names"):
        record(
            stream=said["stream"],
            action=said["action"],
            actor_id=said["actor_id"],
            purpose=said["purpose"],
            on_behalf_of_id=None,
            unit_id=None,
            subjects=[],
            detail={},
            now=NOW,
        )
    assert not Entry.objects.exists()


def test_a_detail_without_one_exact_form_is_refused() -> None:
    for inexact in ({"share": 0.1}, {"at": NOW}, {1: "one"}):
        with pytest.raises(NotCanonicalError):
            record(
                stream="case:1",
                action="decide",
                actor_id="anna",
                on_behalf_of_id=None,
                unit_id=None,
                purpose="case-work",
                subjects=[],
                detail=inexact,  # type: ignore[arg-type]
                now=NOW,
            )


def test_an_entry_falls_with_the_change_it_tells_of() -> None:
    write("case:1")
    with pytest.raises(RuntimeError), transaction.atomic():
        write("case:1")
        raise RuntimeError
    assert Entry.objects.count() == 1
    write("case:1")
    assert verified().whole
