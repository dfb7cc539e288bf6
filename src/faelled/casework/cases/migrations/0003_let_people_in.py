"""People and units are let into one case, with the role they hold in it.

Until now an assigned employee from outside the case's unit brought every role they held anywhere.
Nothing that was released wrote such rows; where somebody has put them in by hand, they keep the
right to read and lose the rest, and a handler who has left the case's unit likewise: who works on
the case lets them in again, with a role that is named.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0002_point_at_the_plan"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assignment",
            name="employee",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="unit",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
        ),
        *(
            migrations.AddField(
                model_name="assignment",
                name=name,
                field=models.CharField(blank=True, max_length=length, default=""),
                preserve_default=False,
            )
            for name, length in (
                ("role", 100),
                ("source", 100),
                ("why", 300),
                ("actor_id", 36),
                ("actor_name", 200),
                ("on_behalf_of_name", 200),
            )
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("employee__isnull", False), ("unit__isnull", False), _connector="XOR"),
                name="an_employee_or_a_unit_is_let_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="who_is_let_in_leaves_later",
            ),
        ),
    ]
