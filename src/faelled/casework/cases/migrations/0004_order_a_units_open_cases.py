"""A unit's open cases lie in the order of their deadlines, and a number or title is found by a part
of it, so that neither the work list nor a search reads every case.
"""

from django.db import migrations, models
from django.db.models import Q

from faelled.base.people.trigrams import Trigrams

HEADS = Trigrams("cases_case", "cases_by_part_of_head", ("number", "title"))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_let_people_in"),
        ("people", "0004_find_persons_by_a_part_of_the_name"),
    ]

    operations = [
        migrations.RemoveIndex("case", "work_list_of_a_unit"),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["owner_unit", "next_deadline", "-opened_at", "authority"],
                condition=~Q(status="closed"),
                name="open_cases_of_a_unit",
            ),
        ),
        migrations.RunPython(HEADS.install_in_migration, HEADS.remove_in_migration),
    ]
