"""A step that came on paper: the day it was received counts, for the case and for every clock.

A caseworker types in what a party has sent. The step is dated on the day the paper came, and the
scan becomes a document of the case: the room that registered ``ON_PAPER`` among the effects puts it
there.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import Case, Party
from faelled.casework.cases.party_roles import role_words
from faelled.casework.cases.queries import current, roles_in_case
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dates import COPENHAGEN, local_day
from faelled.lib.dcr import Effect, Event, Marking

ON_PAPER = "on-paper"


@dataclass(frozen=True, slots=True)
class Paper:
    """``sender`` is the party whose paper it is, None for somebody outside the case; ``scans`` are
    the ids of stored files that the one who types it in has sent.
    """

    sender: Party | None = None
    scans: tuple[str, ...] = ()


def parties_now(case: Case, now: datetime) -> QuerySet[Party]:
    """Whom a paper can be from."""
    return case.parties.filter(current(now)).select_related("person", "company").order_by("pk")


def comes_on_paper(case: Case, event: Event, parties: Collection[Party], by: Actor) -> bool:
    """Whether ``by`` is staff and the step is one that a party takes, which staff may type in."""
    theirs = {case.case_type.citizen_role, *(party.graph_role for party in parties)}
    return by.kind is ActorKind.EMPLOYEE and len(event.roles) > 1 and bool(theirs & {*event.roles})


def first_step_on_paper(case: Case, by: Actor, *, now: datetime) -> Event | None:
    """The step in which staff type in what a new case was opened for."""
    roles, parties = roles_in_case(by, case, now=now), list(parties_now(case, now))
    marking, graph = Marking.from_json(case.marking), graph_for(case.version_id)
    enabled = engine_for(case.version_id).enabled(marking, at=now, roles=roles)
    steps = (graph.event(id) for id in enabled)
    return next((one for one in steps if comes_on_paper(case, one, parties, by)), None)


def moment_of(day: date, case: Case, *, now: datetime) -> datetime:
    """When a paper that came on ``day`` was received: noon, for nobody knows the hour, but never
    before the step that went before it. A case without steps may begin earlier than it was opened.

    Raises CaseError, in words for the one who typed the day.
    """
    if day > local_day(now):
        raise CaseError(_("Dagen ligger ude i fremtiden. Skriv den dag, papiret blev modtaget."))
    noon, last = datetime.combine(day, time(12), tzinfo=COPENHAGEN), case.last_step_at
    if day == local_day(last):
        return min(max(noon, last), now)
    if case.seq and day < local_day(last):
        raise CaseError(
            _(
                "Sagens seneste trin er fra den %(day)s, og et trin kan ikke ligge før det. Skriv "
                "den dag eller en senere, og skriv i et notat, hvornår papiret kom."
            )
            % {"day": date_format(local_day(last), "j. F Y")}
        )
    return min(noon, now)


def refuse_paper(case: Case, event: Event, paper: Paper, *, by: Actor, now: datetime) -> None:
    """Raise CaseError where the step is not a party's, or the sender is none of this case's."""
    parties = list(parties_now(case, now))
    if not comes_on_paper(case, event, parties, by):
        raise CaseError(_("Trinnet er ikke en parts, så det kan ikke komme på papir."))
    if paper.sender is not None and paper.sender not in parties:
        raise CaseError(_("Afsenderen er ikke part i sagen."))


def with_paper(event: Event, paper: Paper) -> Event:
    """The step as it is when it came on paper: it has one more effect, the scan."""
    sender = str(paper.sender.pk) if paper.sender else ""
    effect = Effect(ON_PAPER, {"from": sender, "scans": ",".join(paper.scans)})
    return replace(event, effects=(*event.effects, effect))


def paper_words(paper: Paper, at: datetime) -> str:
    """For the journal; the role and no name, for a name may be protected."""
    said = {"day": date_format(local_day(at), "j. F Y")}
    if paper.sender is None:
        return _("Modtaget på papir den %(day)s og tastet ind.") % said
    said["role"] = role_words(paper.sender.role).lower()
    return _("Modtaget på papir fra %(role)s den %(day)s og tastet ind.") % said
