from django.db import migrations

from faelled.base.audit.triggers import install_in_migration, remove_in_migration


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(install_in_migration, remove_in_migration)]
