"""A version keeps why it was published and the model tests it passed.

The triggers come off meanwhile: SQLite makes the table anew to add a column.
"""

from django.db import migrations, models

from faelled.casework.processes import triggers


class Migration(migrations.Migration):
    dependencies = [("processes", "0001_publish_versions")]

    operations = [
        migrations.RunPython(
            triggers.GUARD.remove_in_migration, triggers.GUARD.install_in_migration
        ),
        migrations.AddField(
            "processversion", "reason", models.TextField(blank=True, default="")
        ),
        migrations.AddField("processversion", "tests", models.BinaryField(default=b"")),
        migrations.RunPython(
            triggers.GUARD.install_in_migration, triggers.GUARD.remove_in_migration
        ),
    ]
