from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0003_remember_where_post_lies")]

    operations = [
        migrations.AddField("received", "forgotten_at", models.DateTimeField(null=True)),
    ]
