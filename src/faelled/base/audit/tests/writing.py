"""What the tests of this room write with."""

from datetime import UTC, datetime, timedelta

from django.db import connection

from faelled.base.audit import triggers
from faelled.base.audit.actions import record
from faelled.base.audit.models import Entry
from faelled.base.audit.verify import Report, What, verify

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def write(stream: str, number: int = 1, actor_id: str = "anna") -> list[Entry]:
    """``number`` entries in ``stream``, a minute apart, about the stream and one person."""
    return [
        record(
            stream=stream,
            action="decide",
            actor_id=actor_id,
            on_behalf_of_id=None,
            unit_id=7,
            purpose="case-work",
            subjects=[stream, "person:dorthe"],
            detail={"step": step, "note": "æøå"},
            now=NOW + timedelta(minutes=step),
        )
        for step in range(number)
    ]


def tamper(sql: str, *values: str | int) -> None:
    """What somebody with the table owner's rights can do: triggers off, raw SQL, triggers on."""
    connection.check_constraints()  # PostgreSQL: nothing deferred may wait while triggers change
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount > 0, "nothing was tampered with"
    triggers.install(connection)


def tamper_away(where: str) -> None:
    """Delete entries and what the index says of them, as a careful hand would."""
    entries = f"SELECT id FROM audit_entry WHERE {where}"
    tamper(f"DELETE FROM audit_entrysubject WHERE entry_id IN ({entries})")
    tamper(f"DELETE FROM audit_entry WHERE {where}")


def verified() -> Report:
    return verify()


def places() -> list[tuple[What, str, int]]:
    return [(fault.what, fault.stream, fault.seq) for fault in verified().faults]
