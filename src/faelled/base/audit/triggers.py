"""The database's own part: entries are only ever added. Used by the migration and by tests.

Whoever owns the tables can drop a trigger; docs/security.md gives the grants that take that from
the role the site runs as, and the chain and its checkpoints find what was done without it.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("audit_entry", "audit_entrysubject")
VERBS = ("update", "delete")

SQLITE_SPREAD = """
CREATE TRIGGER audit_entry_spread AFTER INSERT ON audit_entry BEGIN
  INSERT INTO audit_entrysubject (entry_id, subject, at)
  SELECT NEW.id, value, NEW.at FROM json_each(NEW.subjects);
END"""
SQLITE_REFUSE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN
  SELECT RAISE(ABORT, 'audit entries are never changed or deleted');
END"""
SQLITE_INSTALL = [
    SQLITE_SPREAD,
    *(SQLITE_REFUSE.format(table=table, verb=verb) for table in TABLES for verb in VERBS),
]
SQLITE_REMOVE = [
    "DROP TRIGGER IF EXISTS audit_entry_spread",
    *(f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for table in TABLES for verb in VERBS),
]

# An empty table may be truncated (a test database between two tests); a full one never.
POSTGRES_FUNCTIONS = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP <> 'TRUNCATE' OR EXISTS (SELECT 1 FROM audit_entry) THEN
    RAISE EXCEPTION 'audit entries are never changed or deleted';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION audit_spread() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO audit_entrysubject (entry_id, subject, at)
  SELECT NEW.id, subject, NEW.at FROM jsonb_array_elements_text(NEW.subjects::jsonb) AS subject;
  RETURN NULL;
END $$"""
POSTGRES_SPREAD = """
CREATE TRIGGER audit_entry_spread AFTER INSERT ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_spread()"""
POSTGRES_REFUSE = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"""
POSTGRES_INSTALL = [
    POSTGRES_FUNCTIONS,
    POSTGRES_SPREAD,
    *(POSTGRES_REFUSE.format(table=table) for table in TABLES),
]
POSTGRES_REMOVE = [
    "DROP TRIGGER IF EXISTS audit_entry_spread ON audit_entry",
    *(
        f"DROP TRIGGER IF EXISTS {table}_no_{what} ON {table}"
        for table in TABLES
        for what in ("change", "truncate")
    ),
]

# As migration 0002 put them there: the index had no time yet.
WITH_TIME, WITHOUT_TIME = (
    ("(entry_id, subject, at)", "NEW.id, subject, NEW.at", "NEW.id, value, NEW.at"),
    ("(entry_id, subject)", "NEW.id, subject", "NEW.id, value"),
)
STATEMENTS = {
    "sqlite": (SQLITE_INSTALL, SQLITE_REMOVE),
    "postgresql": (POSTGRES_INSTALL, POSTGRES_REMOVE),
}


def install(connection: BaseDatabaseWrapper) -> None:
    _run(connection, STATEMENTS[connection.vendor][0])


def remove(connection: BaseDatabaseWrapper) -> None:
    _run(connection, STATEMENTS[connection.vendor][1])


def install_with_time(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    install(schema_editor.connection)


def install_in_migration(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What migration 0002 installs, before the index of subjects knew the time."""
    connection = schema_editor.connection
    _run(connection, [as_at_first(text) for text in STATEMENTS[connection.vendor][0]])


def as_at_first(statement: str) -> str:
    for now, then in zip(WITH_TIME, WITHOUT_TIME, strict=True):
        statement = statement.replace(now, then)
    return statement


def remove_in_migration(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    remove(schema_editor.connection)


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
