"""What every letter asks, as statements that are kept."""

from django.db.models import BigIntegerField, CharField, DateTimeField, Q, QuerySet

from faelled.base.statements import Question, Slot
from faelled.casework.cases.models import Party
from faelled.casework.documents.models import Document, DocumentVersion, Status


def _number(name: str) -> Slot:
    return Slot(name, BigIntegerField())


def _parties() -> QuerySet[Party]:
    now, role = Slot("now", DateTimeField()), Slot("role", CharField())
    current = Q(valid_from__lte=now) & (Q(valid_to=None) | Q(valid_to__gt=now))
    rows = Party.objects.filter(current, Q(graph_role=role) | Q(role=role), case=_number("case"))
    return rows.select_related("person", "company").order_by("pk")


# The present parties with a role in the graph.
PARTIES = Question(_parties)
# The open draft of a letter to a party, locked until the transaction ends.
OPEN_DRAFT = Question(
    lambda: (
        Document.objects.select_for_update()
        .filter(
            case=_number("case"),
            template=Slot("template", CharField()),
            party=_number("party"),
            status=Status.DRAFT,
        )
        .order_by("pk")
    )
)
NEWEST_VERSION = Question(
    lambda: (
        DocumentVersion.objects.filter(document=_number("document"))
        .only("number")
        .order_by("-number")[:1]
    )
)
