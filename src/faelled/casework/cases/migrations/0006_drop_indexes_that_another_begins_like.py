"""Six indexes that are written at every step and read by nobody: another begins with the column.

By name and not by AlterField, which on SQLite makes the table anew and loses the triggers that
guard its rows.
"""

import django.db.models.deletion
from django.db import migrations, models

INDEXES = {
    "cases_case_authority_id_c71dab6c": ("cases_case", "authority_id"),
    "cases_case_handler_id_21cefe0d": ("cases_case", "handler_id"),
    "cases_case_main_person_id_e3010a94": ("cases_case", "main_person_id"),
    "cases_caseevent_case_id_6c6031ac": ("cases_caseevent", "case_id"),
    "cases_journalentry_case_id_d9984d18": ("cases_journalentry", "case_id"),
    "cases_task_case_id_db8cf8f3": ("cases_task", "case_id"),
}


def unindexed(model, name, to, on_delete, **more):
    field = models.ForeignKey(db_index=False, on_delete=on_delete, to=to, **more)
    return migrations.AlterField(model_name=model, name=name, field=field)


CASCADE, PROTECT = django.db.models.deletion.CASCADE, django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_owe_from_outside")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX IF EXISTS {name}",
                    f"CREATE INDEX {name} ON {table} ({column})",
                )
                for name, (table, column) in INDEXES.items()
            ],
            state_operations=[
                unindexed("case", "authority", "people.authority", PROTECT, related_name="+"),
                unindexed(
                    "case", "handler", "people.employee", PROTECT, related_name="+", null=True
                ),
                unindexed(
                    "case", "main_person", "people.person", PROTECT, related_name="+", null=True
                ),
                unindexed("caseevent", "case", "cases.case", PROTECT, related_name="events"),
                unindexed("journalentry", "case", "cases.case", PROTECT, related_name="journal"),
                unindexed("task", "case", "cases.case", CASCADE, related_name="tasks"),
            ],
        )
    ]
