"""The report of look-ups over 1,000,000 rows: the first page and the 100th, on PostgreSQL.

Run with `DATABASE_URL=postgres://... python -m bench audit_report`. The figure is the CPU time of
one page, the database's own included, so the database must run on the same machine (Linux).
`BENCH_LOOK_UPS` says another number of rows. Not among the benches of `make bench`.
"""

import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection

from bench.audit import scratch_database  # sets Django up
from faelled.apps.staff.lookups import look_up_rows
from faelled.base.audit.report import Asked, Place, look_ups, place_of
from tests.cast import NOW, Cast

ROWS = int(os.environ.get("BENCH_LOOK_UPS", "1000000"))
PAGE, DEEP, ROUNDS = 50, 100, 20
READERS, CASES, DAYS = 500, 60_000, 730
BUSY_CASE = UUID(int=1)
Figure = tuple[str, float, str, str]

# One row in 20 is Anna's, one in 50 about the same case; the rest is spread evenly.
FILL = """
INSERT INTO audit_entry (stream, seq, at, action, authority_id, actor_id, on_behalf_of_id,
                         unit_id, purpose, subjects, detail, digest)
SELECT 'lookups:' || n, 1, %(now)s - make_interval(secs => n * %(every)s), 'read', %(authority)s,
       CASE WHEN n %% 20 = 0 THEN %(anna)s ELSE 'reader-' || n %% %(readers)s END, '',
       %(unit)s, 'case-work',
       CASE WHEN n %% 50 = 0 THEN '["case:' || %(busy)s || '"]'
            ELSE '["case:' || lpad(to_hex(2 + n %% %(cases)s), 32, '0')::uuid || '"]' END,
       '{"page":"cases:case"}', ''
FROM generate_series(1, %(rows)s) n
"""


def figures() -> list[Figure]:
    """Name, value, unit and target: by nothing, employee, case and period; first page and 100th."""
    if connection.vendor != "postgresql":
        raise SystemExit("This bench is for PostgreSQL: set DATABASE_URL.")
    with scratch_database() as cast:
        fill(cast)
        authority = cast.authority.pk
        asked = {
            "all": Asked(authority),
            "one employee": Asked(authority, user_id=cast.anna.id),
            "one case": Asked(authority, subject=f"case:{BUSY_CASE}"),
            "a period": Asked(
                authority, start=NOW - timedelta(days=500), end=NOW - timedelta(days=300)
            ),
        }
        return [
            (f"look-ups: {name}, page {number}", shown(one, number, cast), "ms CPU", "<= 60")
            for name, one in asked.items()
            for number in (1, DEEP)
        ]


def fill(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            FILL,
            {
                "now": NOW,
                "every": DAYS * 86_400 / ROWS,
                "authority": cast.authority.pk,
                "anna": cast.anna.id,
                "readers": READERS,
                "unit": cast.disability.pk,
                "busy": str(BUSY_CASE),
                "cases": CASES,
                "rows": ROWS,
            },
        )
        cursor.execute("ANALYZE audit_entry")
        cursor.execute("ANALYZE audit_entrysubject")


def shown(asked: Asked, number: int, cast: Cast) -> float:
    """Milliseconds of CPU for the page of that number, its names found."""
    place, frida = place_before(asked, number), cast.actor(cast.frida)
    start = cpu_seconds()
    for _round in range(ROUNDS):
        rows = look_up_rows(look_ups(asked, after=place, limit=PAGE + 1), frida, now=NOW)
        assert len(rows) == PAGE + 1
    return 1_000 * (cpu_seconds() - start) / ROUNDS


def cpu_seconds() -> float:
    """What this process and the database's process behind the connection have used."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    nanoseconds = int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
    return time.process_time() + nanoseconds / 1e9


def place_before(asked: Asked, number: int) -> Place | None:
    """Where the page before that one ended, walked to as the reader walks."""
    place: Place | None = None
    for _page in range(number - 1):
        place = place_of(look_ups(asked, after=place, limit=PAGE)[-1])
    return place
