from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0002_remember_the_version_answered")]

    operations = [
        migrations.AddField(
            model_name="chainact",
            name="answers",
            field=models.JSONField(default=dict),
        ),
    ]
