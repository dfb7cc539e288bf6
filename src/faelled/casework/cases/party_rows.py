"""The parties of a case, as the case page shows them."""

from dataclasses import dataclass
from datetime import datetime

from faelled.base.access.actor import Actor
from faelled.base.people.queries import display_name
from faelled.casework.cases.models import Case, Party
from faelled.casework.cases.page_questions import PARTIES
from faelled.casework.cases.party_roles import role_words
from faelled.lib.dates import local_day


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party as this reader may see them; ``represents`` is the name of whom they act for."""

    pk: int
    name: str
    role: str
    mandate: str
    represents: str
    sees_case: bool
    since: datetime
    until: datetime | None


def party_rows(case: Case, actor: Actor, *, now: datetime) -> list[PartyRow]:
    """The case's parties, past ones too and last."""
    rows = PARTIES.all(case=case.pk)
    shown = [
        PartyRow(
            pk=row.pk,
            name=party_display(row, actor, now=now),
            role=role_words(row.role),
            mandate=row.mandate,
            represents=party_display(row.represents, actor, now=now) if row.represents else "",
            sees_case=row.sees_case,
            since=row.valid_from,
            until=row.valid_to if row.valid_to is not None and row.valid_to <= now else None,
        )
        for row in rows
    ]
    return sorted(shown, key=lambda row: row.until is not None)


def party_display(row: Party, actor: Actor, *, now: datetime) -> str:
    """A party's name."""
    if row.person is not None:
        return display_name(row.person, actor, local_day(now))
    return row.company.name if row.company is not None else ""
