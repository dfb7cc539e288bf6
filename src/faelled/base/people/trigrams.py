"""An index for ``icontains``: a part of a name is found without reading every row."""

from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


@dataclass(frozen=True, slots=True)
class Trigrams:
    """A trigram index on columns as ``icontains`` compares them, on PostgreSQL.

    ``Trigrams("people_person", "people_person_by_part_of_name", ("given_name", "family_name"))``.
    SQLite has none, and reads every row. Words of one or two letters are in no index.
    """

    table: str
    name: str
    columns: tuple[str, ...]

    def install_in_migration(self, apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Make the index, or nothing where the extension is not to be had."""
        connection = schema_editor.connection
        if connection.vendor != "postgresql":
            return
        columns = ", ".join(f'UPPER("{name}"::text) gin_trgm_ops' for name in self.columns)
        try:
            with transaction.atomic(connection.alias), connection.cursor() as cursor:
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError:
            return
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE INDEX "{self.name}" ON "{self.table}" USING gin ({columns})')

    def remove_in_migration(self, apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """The extension stays: others may use it."""
        if schema_editor.connection.vendor == "postgresql":
            with schema_editor.connection.cursor() as cursor:
                cursor.execute(f'DROP INDEX IF EXISTS "{self.name}"')
