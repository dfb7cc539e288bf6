"""What a letter was made from holds a name and an address: it is sealed, also in the old rows.

The trigger that keeps versions as they are is away meanwhile; 0003 sets it again.
"""

from typing import Any

from django.db import migrations

from faelled.base.people.sealed_json import SealedJSONField
from faelled.casework.documents import triggers

AT_A_TIME = 500


def seal(apps: Any, schema_editor: Any) -> None:
    version = apps.get_model("documents", "DocumentVersion")
    letters = version.objects.using(schema_editor.connection.alias).exclude(source={})
    keys = list(letters.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_A_TIME):
        rows = list(version.objects.filter(pk__in=keys[start : start + AT_A_TIME]).only("source"))
        for row in rows:
            row.sealed = row.source
        version.objects.bulk_update(rows, ["sealed"])


def unseal(apps: Any, schema_editor: Any) -> None:
    version = apps.get_model("documents", "DocumentVersion")
    letters = version.objects.using(schema_editor.connection.alias).exclude(sealed="")
    for row in list(letters.only("sealed")):
        version.objects.filter(pk=row.pk).update(source=row.sealed)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_keep_documents")]

    operations = [
        migrations.RunPython(
            triggers.GUARD.remove_in_migration, triggers.GUARD.install_in_migration
        ),
        migrations.AddField(
            "documentversion", "sealed", SealedJSONField("faelled letters", blank=True, default=dict)
        ),
        migrations.RunPython(seal, unseal),
    ]
