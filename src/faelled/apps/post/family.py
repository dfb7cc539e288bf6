"""Whom a sender may write for: the wards and the children that the register knows today.

Nobody is taken at their word for it: a person reads the message and says which case it is about.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from faelled.apps.post.models import Received
from faelled.base.access.actor import Actor
from faelled.base.people.models import Custody, GuardianScope, Guardianship, Person
from faelled.base.people.queries import display_name, visible_persons
from faelled.lib.dates import local_day

GUARDIAN: Mapping[str, str | Promise] = {
    GuardianScope.PERSONAL: _("Værge i personlige forhold for"),
    GuardianScope.FINANCIAL: _("Værge i økonomiske forhold for"),
    GuardianScope.BOTH: _("Værge i personlige og økonomiske forhold for"),
}
CUSTODY = _("Har forældremyndighed over")


@dataclass(frozen=True, slots=True)
class Relation:
    """``Relation("Har forældremyndighed over", emil, "Emil Friis")``."""

    words: str
    person: Person
    name: str

    @property
    def ref(self) -> str:
        return f"person:{self.person.uuid}"


def relations_of(row: Received, actor: Actor, *, now: datetime) -> list[Relation]:
    """Of a known sender, wards first; [] for a company and for somebody unknown."""
    if row.person_id is None:
        return []
    day = local_day(now)
    seen = visible_persons(actor)
    found = [(words, pk) for read in (_wards, _children) for words, pk in read(row.person_id, day)]
    persons = seen.in_bulk([pk for _words, pk in found])
    return [
        Relation(str(words), persons[pk], display_name(persons[pk], actor, day))
        for words, pk in found
        if pk in persons
    ]


Found = list[tuple[str | Promise, int]]


def _wards(person_id: int, day: date) -> Found:
    rows = Guardianship.objects.on(day).filter(guardian=person_id).order_by("pk")
    return [(GUARDIAN[row.scope], row.ward_id) for row in rows]


def _children(person_id: int, day: date) -> Found:
    rows = Custody.objects.on(day).filter(holder=person_id).order_by("pk")
    return [(CUSTODY, row.child_id) for row in rows]
