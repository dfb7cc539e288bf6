"""What every page of a case or of a paper asks of papers, as statements that are kept."""

from django.db.models import BigIntegerField, Count, QuerySet, UUIDField, Window

from faelled.base.statements import Question, Slot
from faelled.casework.documents.models import Dispatch, Document, DocumentVersion

SHOWN = 8


def _case() -> Slot:
    return Slot("case", BigIntegerField())


def _newest() -> QuerySet[Document]:
    return Document.objects.filter(case=_case(), taken_out_at=None).order_by("-created_at", "-pk")


# The newest papers, each with how many the case has in all.
NEWEST = Question(lambda: _newest().annotate(total=Window(Count("pk")))[:SHOWN])
# How these were sent, the first sending first.
SENDINGS_OF_NEWEST = Question(
    lambda: Dispatch.objects.filter(document__in=_newest()[:SHOWN]).order_by("queued_at")
)
# The latest decision that can be complained of.
LATEST_COMPLAINT = Question(
    lambda: (
        Dispatch.objects.filter(document__case=_case(), complaint_until__isnull=False)
        .order_by("-sent_at")
        .only("complaint_until")[:1]
    )
)
# A paper with its party, and of its case only which it is: whoever may see it reads that anew.
BY_UUID = Question(
    lambda: (
        Document.objects.filter(uuid=Slot("uuid", UUIDField()), taken_out_at=None)
        .select_related("case", "party__person", "party__company")
        .defer("case__marking")
    )
)
VERSIONS = Question(
    lambda: (
        DocumentVersion.objects.filter(document=Slot("document", BigIntegerField()))
        .select_related("file")
        .order_by("-number")
    )
)
SENDINGS = Question(
    lambda: (
        Dispatch.objects.filter(document=Slot("document", BigIntegerField()))
        .select_related("party__person", "party__company")
        .order_by("-queued_at")
    )
)
