"""Whoever is shown a case is in the log with it: once a page, and for what it was opened."""

from collections.abc import Sequence
from datetime import datetime

from faelled.base.access.actor import Actor
from faelled.base.access.log import log_read
from faelled.casework.cases.models import Case
from faelled.casework.cases.queries import lists

EMERGENCY = "break-glass"


def log_look(
    actor: Actor, case: Case, *, page: str, now: datetime, also: Sequence[str] = ()
) -> None:
    """One entry: ``log_look(carla, case, page="cases:case", now=now)``.

    Where nothing but a broken glass opens the case, the purpose is the emergency: so says the
    citizen's own list of who has looked. ``also``: subjects beside the case and its main person.
    """
    reader = actor if lists(actor, case, now=now) else actor.for_purpose(EMERGENCY)
    log_read(reader, subjects=[*subjects_of(case), *also], page=page, now=now)


def subjects_of(case: Case) -> list[str]:
    """The case and its main person, for the log of look-ups."""
    person = [f"person:{case.main_person.uuid}"] if case.main_person else []
    return [case.ref, *person]
