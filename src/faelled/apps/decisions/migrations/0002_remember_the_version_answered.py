from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_chains_of_approval")]

    operations = [
        migrations.AddField(
            model_name="chainact",
            name="version",
            field=models.CharField(blank=True, max_length=80),
        )
    ]
