"""A citizen's reads are in the log like everybody's: the other parent may ask who has looked."""

from collections.abc import Iterable
from datetime import datetime

from faelled.apps.intake.models import Draft
from faelled.base.access.actor import Actor
from faelled.base.access.log import log_read
from faelled.casework.cases.looks import subjects_of


def log_drafts(actor: Actor, drafts: Iterable[Draft], *, page: str, now: datetime) -> None:
    """One entry for what is begun and whom it is about; none where nothing is."""
    about = {subject for draft in drafts for subject in _subjects(draft)}
    if about:
        log_read(actor, subjects=sorted(about), page=page, now=now)


def _subjects(draft: Draft) -> list[str]:
    if draft.case is not None:
        return subjects_of(draft.case)
    return [f"person:{draft.person.uuid}"] if draft.person else []
