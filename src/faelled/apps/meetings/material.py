"""What lay before the meeting when the agenda was sent out, and what has changed since."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from faelled.apps.meetings.models import Item, Meeting
from faelled.casework.documents.models import Document, DocumentVersion


def snapshot(item: Item, newest: Mapping[int, int]) -> dict[str, Any]:
    """The item as it was sent out: each paper with the number of its version."""
    papers = {str(one.uuid): newest.get(one.pk, 0) for one in item.documents.all()}
    return {"seq": item.case.seq if item.case else 0, "papers": papers}


def newest_versions(items: Iterable[Item]) -> dict[int, int]:
    """The number of the newest version of each paper on the agenda; one query."""
    ids = {document.pk for item in items for document in item.documents.all()}
    rows = DocumentVersion.objects.filter(document_id__in=ids).values("document_id")
    return {row["document_id"]: row["last"] for row in rows.annotate(last=Max("number"))}


def changes(item: Item, meeting: Meeting, newest: Mapping[int, int]) -> list[str]:
    """What is not as it was in the item and its papers when the agenda was sent out; empty before
    that.
    """
    if meeting.sent_at is None:
        return []
    if item.sent is None:
        return [_("Punktet er kommet til, efter at dagsordenen blev sendt ud.")]
    said = [_("Punktet er rettet.")] if item.changed_at > meeting.sent_at else []
    for document in item.documents.all():
        said += _change_of(document, item.sent["papers"], newest)
    return said


def case_changes(item: Item) -> list[str]:
    """What is not in the item's case as it was: only for who may see the case."""
    if item.case is None or item.sent is None or item.case.seq <= item.sent["seq"]:
        return []
    return [_("Der er sket noget i sagen.")]


def _change_of(
    document: Document, papers: Mapping[str, int], newest: Mapping[int, int]
) -> list[str]:
    before = papers.get(str(document.uuid))
    if before is None:
        return [_("Nyt bilag: %(title)s.") % {"title": document.title}]
    if newest.get(document.pk, 0) > before:
        return [_("Ny udgave af bilaget %(title)s.") % {"title": document.title}]
    return []
