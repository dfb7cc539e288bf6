"""For whom a citizen may apply: themselves, children in their custody, and their wards."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.people.models import Custody, Person
from faelled.base.people.queries import display_name, visible_persons
from faelled.casework.cases.actions import NewParty
from faelled.lib.dates import local_day


class Tie(StrEnum):
    SELF = "self"
    CHILD = "child"
    WARD = "ward"


@dataclass(frozen=True, slots=True)
class Whom:
    """One person that the reader may apply for, and why."""

    person: Person
    name: str
    tie: Tie

    @property
    def words(self) -> str:
        """What stands beside the choice."""
        return {
            Tie.SELF: _("Mig selv"),
            Tie.CHILD: _("Mit barn, som jeg har forældremyndighed over"),
            Tie.WARD: _("En, jeg er værge for"),
        }[self.tie]


def may_apply_for(actor: Actor, now: datetime) -> list[Whom]:
    """Everybody ``actor`` may apply for, themselves first, then by name."""
    day = local_day(now)
    children = set(
        Custody.objects.on(day).filter(holder_id=actor.person_id).values_list("child_id", flat=True)
    )
    found = [
        Whom(person, display_name(person, actor, day), _tie(person, actor, children))
        for person in visible_persons(actor).order_by("given_name", "family_name", "pk")
    ]
    return sorted(found, key=lambda whom: whom.tie is not Tie.SELF)


def parties_of(whom: Whom, applicant: Person, role: str) -> list[NewParty]:
    """Who the case's parties are from the start, the one it is decided for first; ``role`` is that
    one's in the graph.

    A parent applies in their own name for the help a child gives them a right to: the parent is
    the party, and the child is whom it is about. The other parent is no party of the first one's
    application, so an income is not shown across. A guardian applies in the ward's name: the ward
    is the party, and the guardian sees the case for as long as they are the guardian.
    """
    if whom.tie is Tie.SELF:
        return [NewParty(applicant, _("Ansøger"), graph_role=role, sees_case=True)]
    if whom.tie is Tie.CHILD:
        return [
            NewParty(applicant, _("Ansøger"), graph_role=role, sees_case=True),
            NewParty(whom.person, _("Barnet, sagen handler om")),
        ]
    return [NewParty(whom.person, _("Part"), graph_role=role, sees_case=True)]


def _tie(person: Person, actor: Actor, children: set[int]) -> Tie:
    if person.pk == actor.person_id:
        return Tie.SELF
    return Tie.CHILD if person.pk in children else Tie.WARD
