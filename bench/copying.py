"""Copy rows many times inside PostgreSQL: a graph of rows, each copy pointing at its own.

``Copier(count).copy(row)`` stores ``count`` copies of a row with ``INSERT ... SELECT``; a foreign
key to a row that was copied before points at the copy of the same turn. The keys of the copies of
one row follow one another, so where each points is arithmetic and no query.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import ForeignKey, Model


@dataclass
class Copier:
    """So many copies of everything, in one database session.

    ``n`` is the turn of a copy, from 1, in the SQL of ``changes``.
    """

    count: int
    first: dict[tuple[str, int], int] = field(default_factory=dict)

    def copy(self, row: Model, changes: Mapping[str, str] | None = None, source: str = "") -> None:
        """Copies of ``row``; ``changes`` maps a column to the SQL of its new value. ``source`` is
        more SQL for the FROM clause, for the values to come from.
        """
        table, pk = row._meta.db_table, int(row.pk)
        start = self.first[table, pk] = next_key(table, self.count)
        values = {"id": f"{start} + n - 1"} | self._own(row) | dict(changes or {})
        columns = [column.attname for column in row._meta.concrete_fields]
        quoted = ", ".join(f'"{name}"' for name in columns)
        picked = ", ".join(values.get(name, f'm."{name}"') for name in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{table}" ({quoted}) SELECT {picked} FROM "{table}" m '
                f"CROSS JOIN generate_series(1, %s) n {source} WHERE m.id = %s",
                [self.count, pk],
            )

    def _own(self, row: Model) -> dict[str, str]:
        """The foreign keys that lead to another copied row."""
        found = {}
        for column in row._meta.concrete_fields:
            if isinstance(column, ForeignKey):
                target = column.related_model._meta.db_table
                start = self.first.get((target, getattr(row, column.attname) or 0))
                if start is not None:
                    found[column.attname] = f"{start} + n - 1"
        return found


def next_key(table: str, count: int) -> int:
    """The first of ``count`` keys of a table, taken from its sequence."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        [sequence] = cursor.fetchone()
        cursor.execute("SELECT nextval(%s)", [sequence])
        [start] = cursor.fetchone()
        cursor.execute("SELECT setval(%s, %s)", [sequence, start + count])
    return int(start)


def trust_the_copies() -> None:
    """No foreign key of a copy is asked again: each was right in the row it was copied from."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")


def trust_nothing_more() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET synchronous_commit = DEFAULT")
