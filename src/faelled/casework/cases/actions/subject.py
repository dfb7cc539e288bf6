"""What a case is about, changed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.log import log_write
from faelled.casework.cases.actions.journal import write_entry
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.errors import CaseNotOpen, NotYours
from faelled.casework.cases.models import Case, JournalKind, Status
from faelled.casework.cases.placing import Placement, placement_from
from faelled.lib.dates import local_day


def change_subject(case: Case, *, subject: str, facet: str, by: Actor, now: datetime) -> Case:
    """Give a case another KLE subject and facet: ``subject="99.01.02", facet="G01"``.

    Held to the pattern always, and to the imported plan where there is one. The case number stays,
    also where it has the old subject in it: others have written it down. A closed case keeps what
    it had. Raises NotYours, CaseNotOpen, or DataRefused with an error by field.
    """
    if by.kind == ActorKind.CITIZEN:
        raise NotYours(_("Kun en medarbejder kan ændre sagens emne."))
    with transaction.atomic():
        case = locked_for_work(case.pk, by=by, now=now)
        if case.status == Status.CLOSED:
            raise CaseNotOpen(_("En afsluttet sag beholder sit emne. Genåbn den først."))
        placed = placement_from(
            subject, facet, authority_id=case.authority_id, today=local_day(now)
        )
        before = f"{case.kle_subject} {case.kle_facet}".strip()
        if not _give(case, placed):
            return case
        after = f"{placed.subject} {placed.facet}"
        write_entry(
            case,
            by=by,
            now=now,
            kind=JournalKind.STATUS,
            short_text=_("Emne: %(before)s → %(after)s")
            % {"before": before or "–", "after": after},
            text="\n".join(row.name for row in (placed.subject_row, placed.facet_row) if row),
        )
        log_write(
            by,
            stream=case.ref,
            action="case.subject",
            subjects=[case.ref],
            detail={"before": before, "after": after},
            now=now,
        )
    return case


def _give(case: Case, placed: Placement) -> bool:
    """Store the placement; False where the case has it already."""
    columns = placed.columns
    if all(getattr(case, name) == value for name, value in columns.items()):
        return False
    for name, value in columns.items():
        setattr(case, name, value)
    case.save(update_fields=list(columns))
    return True
