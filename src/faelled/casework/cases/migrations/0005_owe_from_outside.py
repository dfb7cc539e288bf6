"""A task that a higher room sets stays until that room takes it away (`actions.owing`)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_order_a_units_open_cases")]

    operations = [
        migrations.AddField("task", "outside", models.BooleanField(default=False)),
    ]
