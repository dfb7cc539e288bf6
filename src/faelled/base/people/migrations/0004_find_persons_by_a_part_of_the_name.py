"""A name is found by any part of it without reading every person (PostgreSQL, with pg_trgm).

Where the database does not let its owner have the extension, searching works as before, and reads
every person: `docs/operate.md` says how it is given.
"""

from django.db import migrations

from faelled.base.people.trigrams import Trigrams

NAMES = Trigrams("people_person", "people_person_by_part_of_name", ("given_name", "family_name"))


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_propose_rights_before_they_hold"),
    ]

    operations = [
        migrations.RunPython(NAMES.install_in_migration, NAMES.remove_in_migration),
    ]
