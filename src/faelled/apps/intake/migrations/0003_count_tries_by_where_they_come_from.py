"""Wrong codes are counted by where they come from, so that nobody closes another's door."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_let_guests_apply")]

    operations = [
        migrations.CreateModel(
            name="GuestTry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=64)),
                ("what", models.CharField(max_length=64)),
                ("tried_at", models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            "guesttry",
            models.Index(fields=["source", "tried_at"], name="intake_tries_of_a_source"),
        ),
        migrations.RemoveField("guest", "wrong_codes"),
        migrations.RemoveField("guest", "closed_until"),
    ]
