"""An approval of something that is no case already: it becomes a case of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.chains.queries import free_type
from faelled.base.access.actor import Actor
from faelled.base.access.refusals import require_employee
from faelled.base.files.problems import UploadRefusedError
from faelled.base.people.models import Employee
from faelled.casework.cases.actions import Step, execute, open_case
from faelled.casework.cases.errors import CaseError, DataRefused
from faelled.casework.cases.models import Case, CaseEvent
from faelled.casework.documents import actions as documents
from faelled.casework.documents.models import Direction
from faelled.lib.text.cpr import redact

PROPOSE = "propose"  # the step of content/graphs/fri-godkendelse.toml
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a leader is asked to approve; ``key`` is the form's, so that it is made once."""

    key: str
    what: str
    why: str
    files: Sequence[File[Any]] = ()


def propose(new: Proposal, *, by: Actor, now: datetime) -> Case:
    """Open a case for it in one of the proposer's units, with the papers closed for change. Whom it
    is sent to is chosen next, as for every other approval.

    Raises ChainError, or DataRefused with what is wrong at each field; then nothing was made.
    """
    require_employee(by)
    _refuse_numbers(new)
    try:
        with transaction.atomic():
            return _made_before(new, by=by) or _make(new, by=by, now=now)
    except DataRefused:
        raise
    except CaseError as refusal:
        raise ChainError(*refusal.messages) from refusal


def _made_before(new: Proposal, *, by: Actor) -> Case | None:
    """What the same form has made. Of one person's proposals one is made at a time, so that two
    presses at the same moment are one.
    """
    proposers = Employee.objects.select_for_update(no_key=True).order_by("pk")
    list(proposers.filter(pk__in=by.employee_ids))
    rows = CaseEvent.objects.filter(key=new.key, event_id=PROPOSE, actor_id=by.id)
    made = rows.select_related("case").first()
    return made.case if made else None


def _make(new: Proposal, *, by: Actor, now: datetime) -> Case:
    case_type = free_type(by)
    if case_type is None:
        raise ChainError(
            _(
                "Godkendelser uden en sag er ikke sat op i din enhed. "
                "Bed den, der sætter processer op, om det."
            )
        )
    case = open_case(case_type, by=by, now=now, title=new.what[:200])
    for file in new.files:
        _attach(case, file, by=by, now=now)
    answers = {"what": [new.what], "why": [new.why]}
    execute(case, Step(PROPOSE, new.key, answers), by=by, now=now)
    return case


def _refuse_numbers(new: Proposal) -> None:
    """A title stands on lists, and a text is read by everybody in the chain."""
    said = _("Skriv ikke CPR-numre her. Er det om en borger, så begynd fra borgerens sag.")
    texts = {"what": new.what, "why": new.why}
    wrong = {id: said for id, text in texts.items() if redact(text) != text}
    if any(redact(file.name) != file.name for file in new.files if file.name):
        wrong["papers"] = _("Der står et CPR-nummer i en fils navn. Giv filen et andet navn.")
    if len(new.files) > MOST_FILES:
        wrong["papers"] = _("Vedhæft højst %(most)d filer.") % {"most": MOST_FILES}
    if wrong:
        raise DataRefused(_("Noget er ikke rigtigt."), wrong)


def _attach(case: Case, file: File[Any], *, by: Actor, now: datetime) -> None:
    try:
        document = documents.upload(
            case,
            file,
            title=(file.name or _("Bilag"))[:200],
            direction=Direction.INTERNAL,
            by=by,
            now=now,
        )
    except UploadRefusedError as refusal:
        raise DataRefused(_("Noget er ikke rigtigt."), {"papers": str(refusal)}) from refusal
    documents.finalise(document, by=by, now=now)
