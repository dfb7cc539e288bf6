"""A note's form writes one line, however often it is sent (`actions.add_note`)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_drop_indexes_that_another_begins_like")]

    operations = [
        migrations.AddField("journalentry", "key", models.UUIDField(null=True)),
        migrations.AddConstraint(
            "journalentry",
            models.UniqueConstraint(
                fields=["case", "actor_id", "key"],
                condition=models.Q(key__isnull=False),
                name="a_form_writes_one_line",
            ),
        ),
    ]
