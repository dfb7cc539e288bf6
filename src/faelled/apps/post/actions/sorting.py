"""A message goes to the unit it belongs to, or needs no more."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from faelled.apps.post.actions.rows import held_waiting, log
from faelled.apps.post.models import Received, State
from faelled.apps.post.queries import forget_count
from faelled.base.access.actor import Actor, ActorKind
from faelled.base.files.actions import remove_file
from faelled.base.files.models import StoredFile
from faelled.base.people.models import Unit
from faelled.casework.cases.errors import CaseError, DataRefused, NotYours
from faelled.casework.documents.models import DocumentVersion

# What a list still says of a message when its words are gone.
LISTED = frozenset({"title", "sender"})
# What lies on no case is kept this long after somebody said that it needs no more.
KEPT = timedelta(days=90)


@transaction.atomic
def hand_over(
    row: Received, unit: Unit | None, *, by: Actor, now: datetime, note: str = ""
) -> Received:
    """Another unit takes it; None gives it back to those who sort. ``note`` goes along."""
    row = held_waiting(row, by=by, now=now)
    if unit is not None and unit.authority_id != row.authority_id:
        raise CaseError(_("Enheden hører ikke til denne myndighed."))
    if unit == row.unit:
        message = _("Meddelelsen ligger der allerede. Vælg en anden enhed.")
        raise DataRefused(message, {"unit": message})
    row.unit, row.note = unit, note.strip()[:300]
    row.save(update_fields=["unit", "note"])
    detail = {"unit": str(unit.uuid) if unit else ""}
    log(row, "post.hand-over", detail, by=by, now=now)
    forget_count(row.authority_id)
    return row


@transaction.atomic
def set_aside(row: Received, *, reason: str, by: Actor, now: datetime) -> Received:
    """It belongs on no case: why is said. It is removed after `KEPT`."""
    row = held_waiting(row, by=by, now=now)
    if not reason.strip():
        message = _("Skriv, hvorfor meddelelsen ikke kræver mere.")
        raise DataRefused(message, {"reason": message})
    row.state, row.note = State.SET_ASIDE, reason.strip()[:300]
    row.settled_at, row.settled_by_name = now, by.shown_name
    row.save()
    log(row, "post.set-aside", {}, by=by, now=now)
    forget_count(row.authority_id)
    return row


def _in_no_case(files: Sequence[StoredFile]) -> list[StoredFile]:
    """A message that once lay on a case left its papers there, out of sight."""
    kept = DocumentVersion.objects.filter(file__in=files).values_list("file", flat=True)
    return [file for file in files if file.pk not in set(kept)]


@transaction.atomic
def remove_old(*, by: Actor, now: datetime) -> int:
    """Remove what was set aside longer ago than `KEPT`, with its files; gives how many."""
    if by.kind is not ActorKind.SYSTEM:
        raise NotYours(_("Kun systemet sletter gammel post."))
    rows = Received.objects.filter(
        authority_id=by.authority_id, state=State.SET_ASIDE, settled_at__lt=now - KEPT
    )
    old = list(rows.select_related("person").prefetch_related("files__file"))
    for row in old:
        files = [one.file for one in row.files.all() if one.file]
        log(row, "post.remove", {}, by=by, now=now)
        stream = row.ref
        row.delete()
        for file in _in_no_case(files):
            remove_file(file, stream=stream, subjects=[stream], by=by, now=now)
    return len(old)


def forget_words(*, before: datetime, by: Actor, now: datetime) -> int:
    """Delete the words of the messages that lie on a case and were seen there before ``before``;
    gives how many. The case's papers hold them, and a later move carries these.
    """
    if by.kind is not ActorKind.SYSTEM:
        raise NotYours(_("Kun systemet sletter gammel post."))
    found = _to_forget(before).filter(authority_id=by.authority_id)
    return sum(
        _forget(pk, before=before, by=by, now=now) for pk in found.values_list("pk", flat=True)
    )


def _to_forget(before: datetime) -> QuerySet[Received]:
    return Received.objects.filter(
        state=State.PLACED, seen_at__lt=before, forgotten_at=None
    ).order_by("pk")


@transaction.atomic
def _forget(pk: int, *, before: datetime, by: Actor, now: datetime) -> bool:
    """Read again under the lock: it may have been taken back meanwhile."""
    rows = _to_forget(before).select_for_update(of=("self",)).select_related("person")
    row = rows.filter(pk=pk).first()
    if row is None:
        return False
    row.words = {name: said for name, said in row.words.items() if name in LISTED}
    row.forgotten_at = now
    row.save(update_fields=["words", "forgotten_at"])
    log(row, "post.forget", {}, by=by, now=now)
    return True
