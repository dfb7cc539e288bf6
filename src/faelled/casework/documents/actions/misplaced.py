"""Papers that came to the wrong case are taken out of it, or marked where it has used them."""
# ruff: noqa: SLF001  (a model is asked which tables point at it)

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ForeignObjectRel, QuerySet
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind
from faelled.casework.cases.actions import write_entry
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.models import Case, JournalKind
from faelled.casework.documents.actions.versions import log
from faelled.casework.documents.errors import DocumentError
from faelled.casework.documents.models import Direction, Dispatch, Document, Status
from faelled.casework.documents.uses import USES

OWN = frozenset({"versions"})


@transaction.atomic
def take_out(
    case: Case, documents: Collection[Document], *, by: Actor, now: datetime
) -> list[Document]:
    """Take received papers out of the case; gives those that stay, marked, because the case may
    have been decided on them: what a decision rests on is not made to vanish.

    The rows and bytes stay (what was journalised is kept), but nobody finds or opens them in the
    case. A paper that came with a step is part of the step. Raises NotYours or DocumentError.
    """
    case = locked_for_work(case.pk, by=by, now=now)
    rows = list(
        Document.objects.select_for_update(of=("self",))
        .filter(case=case, pk__in=[one.pk for one in documents], taken_out_at=None)
        .order_by("pk")
    )
    if any(row.status != Status.RECEIVED or row.step_id for row in rows):
        raise DocumentError(_("Kun modtaget post kan tages ud af en sag."))
    return [row for row in rows if _take_out(case, row, by=by, now=now)]


def _take_out(case: Case, row: Document, *, by: Actor, now: datetime) -> bool:
    """Whether it stays."""
    stays = used_in(case, row)
    field = "misplaced_at" if stays else "taken_out_at"
    setattr(row, field, now)
    row.save(update_fields=[field])
    if not stays:
        # By this line the journal is shown without what the paper was called.
        write_entry(
            case,
            by=by,
            now=now,
            kind=JournalKind.STATUS,
            short_text=_("Et modtaget dokument hørte ikke til her og er taget ud af sagen"),
            document=row.uuid,
        )
    log(row, "document.take-out", {"stays": stays}, by=by, now=now)
    return stays


def used_in(case: Case, document: Document) -> bool:
    """Whether anything in the case may rest on a paper: since it was laid there an employee has
    made a step, or a letter has been written or sent; or another room shows it (an agenda) or has
    sent a copy of it on (an order).
    """
    since = document.created_at
    steps = case.events.filter(recorded_at__gte=since, actor_kind=ActorKind.EMPLOYEE)
    letters = case.documents.filter(direction=Direction.OUT, created_at__gte=since)
    sent = Dispatch.objects.filter(document__case=case, queued_at__gte=since)
    named = (rows.filter(**{field: document.pk}).exists() for rows, field in tables_that_name_one())
    if steps.exists() or letters.exists() or sent.exists() or any(named):
        return True
    return USES.any(case, document)


def tables_that_name_one() -> list[tuple[QuerySet[Any], str]]:
    """Each other table that can name a document, and its column; the rooms above are not known
    here by name (an agenda, an order's answer).
    """
    fields = Document._meta.get_fields(include_hidden=True)
    pointing = (
        field for field in fields if isinstance(field, ForeignObjectRel) and field.name not in OWN
    )
    return [(one.related_model._default_manager.all(), one.field.name) for one in pointing]
