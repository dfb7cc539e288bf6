from django.db import migrations


def remember_where_it_lies(apps, schema_editor):
    """What lies on a case already: its papers are those that came there at the very same moment."""
    received = apps.get_model("post", "Received").objects
    documents = apps.get_model("documents", "Document").objects
    for row in received.filter(state="placed").iterator():
        papers = documents.filter(
            case=row.case_id,
            kind="received",
            step=None,
            created_at=row.settled_at,
            received_at=row.received_at,
        )
        apps.get_model("post", "Placement").objects.create(
            received=row,
            case_id=row.case_id,
            papers=[str(uuid) for uuid in papers.order_by("pk").values_list("uuid", flat=True)],
            placed_at=row.settled_at,
            placed_by_name=row.settled_by_name,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_mark_what_came_to_the_wrong_case"),
        ("post", "0002_take_post_back"),
    ]

    operations = [migrations.RunPython(remember_where_it_lies, migrations.RunPython.noop)]
