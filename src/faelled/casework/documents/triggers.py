"""The database's own part: a version, once stored, is never changed; a closed one never removed."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "documents_documentversion"
CLOSED = """(SELECT status FROM documents_document WHERE id = OLD.document_id) <> 'draft'"""
SQLITE = [
    f"""CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} BEGIN
      SELECT RAISE(ABORT, 'a version is never changed');
    END""",
    f"""CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} WHEN {CLOSED} BEGIN
      SELECT RAISE(ABORT, 'a version of a closed document is never removed');
    END""",
]
POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION documents_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF TG_OP = 'UPDATE' THEN RAISE EXCEPTION 'a version is never changed'; END IF;
      IF {CLOSED} THEN
        RAISE EXCEPTION 'a version of a closed document is never removed';
      END IF;
      RETURN OLD;
    END $$""",
    f"""CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION documents_refuse()""",
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


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
