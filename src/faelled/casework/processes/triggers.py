"""The database's own part: a published version is never changed and never removed."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "processes_processversion"
SQLITE = [
    f"""CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE} BEGIN
      SELECT RAISE(ABORT, 'a published version is never changed or removed');
    END"""
    for verb in ("update", "delete")
]
POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION processes_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'a published version is never changed or removed';
    END $$""",
    f"""CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION processes_refuse()""",
]
REMOVE = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("update", "delete")],
    "postgresql": [f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}"],
}
INSTALL = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers, in the words of the database at hand."""
    _run(connection, INSTALL[connection.vendor])


def remove(connection: BaseDatabaseWrapper) -> None:
    """Only for a test database between two tests."""
    _run(connection, REMOVE[connection.vendor])


def install_in_migration(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    install(schema_editor.connection)


def remove_in_migration(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    remove(schema_editor.connection)


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
