"""A code has 49 bits: its digest is hashed slowly and with a salt, so that it is not tried out."""

from django.contrib.auth.hashers import make_password
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def hash_digests(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What was kept is what is hashed now, so each code that was given opens as before."""
    guest = apps.get_model("intake", "Guest")
    for row in guest.objects.exclude(code_digest="").only("pk", "code_digest"):
        row.code_digest = make_password(row.code_digest)
        row.save(update_fields=["code_digest"])


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_count_tries_by_where_they_come_from")]

    operations = [
        migrations.AlterField("guest", "code_digest", models.CharField(blank=True, max_length=200)),
        migrations.RunPython(hash_digests, migrations.RunPython.noop),
    ]
