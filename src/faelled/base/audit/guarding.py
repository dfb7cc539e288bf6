"""Tables whose rows the database itself keeps: never changed, and never or seldom removed."""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


@dataclass(frozen=True, slots=True)
class Guard:
    """Triggers on one table, in the words of SQLite and of PostgreSQL.

    ``Guard("cases_caseevent", "a step is never changed or removed")``. ``kept_when`` is SQL on the
    row OLD: only then is a removal refused; where it is empty, always. Whoever owns the table can
    drop a trigger; docs/security.md gives the rights that take that from the site's own role.
    """

    table: str
    refusal: str
    kept_when: str = "TRUE"

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Make the triggers."""
        _run(connection, {"sqlite": self._sqlite(), "postgresql": self._postgresql()})

    def remove(self, connection: BaseDatabaseWrapper) -> None:
        """Only for a test database between two tests, a migration, and a change of keys; the
        transaction that does it sets them again.
        """
        sqlite = [f"DROP TRIGGER IF EXISTS {self.table}_no_{verb}" for verb in ("update", "delete")]
        postgresql = [f"DROP TRIGGER IF EXISTS {self.table}_no_change ON {self.table}"]
        _run(connection, {"sqlite": sqlite, "postgresql": postgresql})

    def install_in_migration(self, apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        self.install(schema_editor.connection)

    def remove_in_migration(self, apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        self.remove(schema_editor.connection)

    def _sqlite(self) -> list[str]:
        return [
            f"""CREATE TRIGGER {self.table}_no_update BEFORE UPDATE ON {self.table} BEGIN
              SELECT RAISE(ABORT, '{self.refusal}');
            END""",
            f"""CREATE TRIGGER {self.table}_no_delete BEFORE DELETE ON {self.table}
            WHEN {self.kept_when} BEGIN
              SELECT RAISE(ABORT, '{self.refusal}');
            END""",
        ]

    def _postgresql(self) -> list[str]:
        return [
            f"""CREATE OR REPLACE FUNCTION {self.table}_guard() RETURNS trigger
            LANGUAGE plpgsql AS $$ BEGIN
              IF TG_OP = 'UPDATE' OR {self.kept_when} THEN
                RAISE EXCEPTION '{self.refusal}';
              END IF;
              RETURN OLD;
            END $$""",
            f"""CREATE TRIGGER {self.table}_no_change BEFORE UPDATE OR DELETE ON {self.table}
            FOR EACH ROW EXECUTE FUNCTION {self.table}_guard()""",
        ]


def _run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
