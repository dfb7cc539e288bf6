"""The column in clear goes, the sealed one takes its name, and versions are held as they are again."""

from django.db import migrations

from faelled.casework.documents import triggers


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_seal_what_letters_were_made_from")]

    operations = [
        # The way back needs the guard away until 0002 has set it.
        migrations.RunPython(migrations.RunPython.noop, triggers.GUARD.remove_in_migration),
        migrations.RemoveField("documentversion", "source"),
        migrations.RenameField("documentversion", "sealed", "source"),
        migrations.RunPython(
            triggers.GUARD.install_in_migration, triggers.GUARD.remove_in_migration
        ),
    ]
