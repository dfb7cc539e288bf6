"""A message that was laid on a wrong case is taken back, on the record of both cases."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.post.actions.placing import PDF, lay_on
from faelled.apps.post.actions.rows import held, log
from faelled.apps.post.matching import party_in
from faelled.apps.post.models import Placement, Received, ReceivedFile, State
from faelled.apps.post.queries import forget_count
from faelled.base.access.actor import Actor
from faelled.base.audit.chain import Json
from faelled.base.people.models import Unit
from faelled.casework.cases.actions import settle, write_entry
from faelled.casework.cases.errors import CaseError, DataRefused, NotYours
from faelled.casework.cases.models import Case, JournalKind
from faelled.casework.cases.queries import works_on
from faelled.casework.documents.actions import take_out
from faelled.casework.documents.models import Document


@dataclass(frozen=True, slots=True)
class Mistake:
    """Why a message does not belong where it lies. ``disclosed``: somebody may have read it who
    was not to.
    """

    reason: str
    disclosed: bool


@transaction.atomic
def take_back(
    row: Received, mistake: Mistake, *, unit: Unit | None, by: Actor, now: datetime
) -> Placement:
    """Off its case; it waits for ``unit``, or for those who sort where that is None."""
    if unit is not None and unit.authority_id != row.authority_id:
        raise CaseError(_("Enheden hører ikke til denne myndighed."))
    row, placement = _off(row, mistake, by=by, now=now)
    row.unit, row.note = unit, placement.why
    row.save()
    detail: dict[str, Json] = {
        "case": str(placement.case.uuid),
        "unit": str(unit.uuid) if unit else "",
        "disclosed": mistake.disclosed,
    }
    log(row, "post.take-back", detail, by=by, now=now)
    forget_count(row.authority_id)
    return placement


@transaction.atomic
def move(row: Received, mistake: Mistake, *, to: Case, by: Actor, now: datetime) -> Placement:
    """From its case to another that ``by`` works on."""
    if not works_on(by, to, now=now):
        raise NotYours(_("Du arbejder ikke på sagen og kan derfor ikke lægge post på den."))
    if row.case_id == to.pk:
        message = _("Meddelelsen ligger på den sag. Vælg en anden.")
        raise DataRefused(message, {"number": message})
    row, placement = _off(row, mistake, by=by, now=now)
    lay_on(row, to, party_in(to, row, now), by=by, now=now)
    write_entry(
        to,
        by=by,
        now=now,
        kind=JournalKind.STATUS,
        short_text=_("Digital Post er flyttet hertil fra en anden sag, hvor den lå ved en fejl"),
        text=mistake.reason.strip(),
    )
    detail: dict[str, Json] = {
        "case": str(placement.case.uuid),
        "to": str(to.uuid),
        "disclosed": mistake.disclosed,
    }
    log(row, "post.move", detail, by=by, now=now)
    return placement


def _off(
    row: Received, mistake: Mistake, *, by: Actor, now: datetime
) -> tuple[Received, Placement]:
    """The message as one that waits, and where it lay; the case is told, its task is done."""
    row = held(row, by=by, now=now)
    case = row.case
    if case is None or row.state != State.PLACED:
        raise CaseError(_("Meddelelsen ligger ikke på en sag."))
    if not works_on(by, case, now=now):
        raise NotYours(_("Du arbejder ikke på sagen og kan derfor ikke tage post ud af den."))
    if not mistake.reason.strip():
        message = _("Skriv, hvorfor meddelelsen ikke hører til på sagen.")
        raise DataRefused(message, {"reason": message})
    placement = row.placements.select_related("case").get(taken_back_at=None)
    stay = _papers_out(row, placement, by=by, now=now)
    settle(case, row.ref, by=by, now=now)
    placement.taken_back_at, placement.taken_back_by_name = now, by.shown_name
    placement.why, placement.disclosed = mistake.reason.strip()[:300], mistake.disclosed
    placement.save()
    write_entry(
        case,
        by=by,
        now=now,
        kind=JournalKind.STATUS,
        short_text=_stay_words(len(stay)),
        text=placement.why,
    )
    row.state, row.case, row.about = State.WAITING, None, None
    row.settled_at, row.settled_by_name, row.seen_at = None, "", None
    row.save()
    return row, placement


def _papers_out(row: Received, placement: Placement, *, by: Actor, now: datetime) -> list[Document]:
    papers = list(
        Document.objects.filter(case=placement.case, uuid__in=placement.papers).order_by("pk")
    )
    if row.words_in_a_file and papers:
        # What was written is only in the papers that the case got; the letter was laid first.
        letter = papers[0].versions.latest("number").file
        ReceivedFile.objects.get_or_create(
            received=row, file=letter, defaults={"name": letter.name or PDF}
        )
    return take_out(placement.case, papers, by=by, now=now)


def _stay_words(stay: int) -> str:
    if stay:
        return _("Digital Post lå her ved en fejl; dokumenterne er mærket og bliver liggende")
    return _("Digital Post lå her ved en fejl og er taget ud af sagen")
