"""The index of subjects learns when each entry was made, so that a subject's newest are read first.

The rows are written once and triggers refuse every change: these are taken away while the new
column is filled from the entries, and put back.
"""

import django.db.models.deletion
from django.db import migrations, models

from faelled.base.audit.triggers import (
    install_in_migration,
    install_with_time,
    remove_in_migration,
)

FILL = """
UPDATE audit_entrysubject
SET at = (SELECT entry.at FROM audit_entry entry WHERE entry.id = audit_entrysubject.entry_id)
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_report_look_ups_quickly")]
    operations = [
        migrations.RunPython(remove_in_migration, install_in_migration),
        migrations.AddField("entrysubject", "at", models.DateTimeField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("entrysubject", "at", models.DateTimeField()),
        migrations.AlterField(
            "entrysubject",
            "entry",
            models.ForeignKey(
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="about",
                to="audit.entry",
                db_constraint=False,
            ),
        ),
        migrations.RemoveIndex("entrysubject", "audit_by_subject"),
        migrations.AddIndex(
            "entrysubject",
            models.Index(fields=["subject", "at", "entry"], name="audit_by_subject_in_time"),
        ),
        migrations.RunPython(install_with_time, remove_in_migration),
    ]
