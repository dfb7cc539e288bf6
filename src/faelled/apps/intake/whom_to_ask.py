"""Whom a service can be applied for, as its graph says (`applicant`), and how one is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from faelled.apps.intake.whom import Tie, Whom
from faelled.lib.dcr import Applicant, Event

TIES = {Applicant.SELF: Tie.SELF, Applicant.CHILD: Tie.CHILD, Applicant.WARD: Tie.WARD}


@dataclass(frozen=True, slots=True)
class Choice:
    """One person on the page: the name, and why the reader may apply."""

    whom: Whom
    name: str
    words: str


def whom_for(event: Event, people: Sequence[Whom]) -> list[Choice]:
    """Those of ``people`` that the service is for.

    Where it is for a parent about a child, the reader is there too, last, for a child that we do
    not know of: an application is taken and decided, whatever our registers lack.
    """
    wanted = _ties(event)
    found = [Choice(whom, whom.name, whom.words) for whom in people if whom.tie in wanted]
    if writes_in(event):
        found += [_somebody_else(whom) for whom in people if whom.tie is Tie.SELF]
    return found


def writes_in(event: Event) -> bool:
    """Whether one can write in who the child is."""
    wanted = _ties(event)
    return Tie.CHILD in wanted and Tie.SELF not in wanted


def _ties(event: Event) -> set[Tie]:
    return {TIES[applicant] for applicant in event.applicant} or {*Tie}


def _somebody_else(whom: Whom) -> Choice:
    return Choice(
        whom,
        _("Barnet står ikke på listen"),
        _("Så skriver du selv, hvem barnet er."),
    )


def question_of(event: Event) -> str:
    """What the page asks: of a parent which child, of others whom they apply for."""
    match event.applicant:
        case (Applicant.CHILD,):
            return _("Hvilket barn handler det om?")
        case (Applicant.SELF,):
            return _("Søg for dig selv")
        case _:
            return _("Hvem søger du for?")


def missing_of(event: Event) -> str:
    """What is said where nobody was chosen."""
    if event.applicant == (Applicant.CHILD,):
        return _("Vælg, hvilket barn det handler om.")
    return _("Vælg, hvem du søger for.")
