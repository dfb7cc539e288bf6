"""An actor's entries are found by ``audit_by_actor``; the column's own index was only written.

By name and not by AlterField, which on SQLite makes the table anew and loses its triggers.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_order_a_subject_s_entries")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "DROP INDEX IF EXISTS audit_entry_actor_id_57c4b003",
                    "CREATE INDEX audit_entry_actor_id_57c4b003 ON audit_entry (actor_id)",
                ),
                migrations.RunSQL(
                    "DROP INDEX IF EXISTS audit_entry_actor_id_57c4b003_like",
                    migrations.RunSQL.noop,
                ),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="entry", name="actor_id", field=models.CharField(max_length=64)
                ),
            ],
        )
    ]
