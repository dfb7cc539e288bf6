"""Which of our cases a message answers, and which party of it has written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from faelled.apps.post.models import Received
from faelled.apps.post.reading import Incoming
from faelled.base.people.models import Authority, Company, Person
from faelled.casework.cases.models import Case, Party, Status
from faelled.casework.cases.queries import current
from faelled.casework.documents.models import Dispatch

EDGES = re.compile(r"^[\W_]+|[\W_]+$")
MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Answered:
    """A case that a message speaks of; ``party`` is its sender in it, None for an outsider."""

    case: Case
    party: Party | None

    @property
    def certain(self) -> bool:
        """Whether it may be laid on the case without a person: a party of an open case writes. An
        id or a number alone proves nothing, for anybody can write one.
        """
        return self.party is not None and self.case.status != Status.CLOSED


def answered_case(
    incoming: Incoming,
    authority: Authority,
    *,
    sender: Person | Company | None,
    now: datetime,
) -> Answered | None:
    """By our own letter in the thread, by the case's id that our letter carried, or by a number in
    the title, in that order; the first in which the sender is a party, else the first of all.
    """
    found = [Answered(case, _party(case, sender, now)) for case in _named(incoming, authority)]
    own = (one for one in found if one.party is not None)
    return next(own, found[0] if found else None)


def _named(incoming: Incoming, authority: Authority) -> Iterator[Case]:
    cases = Case.objects.filter(authority=authority).select_related("owner_unit")
    letters = Dispatch.objects.filter(uuid__in=incoming.answered, sent_at__isnull=False)
    answered = letters.order_by("-sent_at").values_list("document__case_id", flat=True)
    by_id = cases.in_bulk(set(answered))
    yield from (by_id[pk] for pk in answered if pk in by_id)
    yield from cases.filter(uuid__in=incoming.case_ids).order_by("-pk")
    words = [EDGES.sub("", word) for word in incoming.title.split()[:MOST_WORDS]]
    yield from cases.filter(number__in=[word for word in words if word]).order_by("-pk")


def _party(case: Case, sender: Person | Company | None, now: datetime) -> Party | None:
    """The sender in the case today, where they see it or had a letter in it."""
    if sender is None:
        return None
    parties = case.parties.filter(current(now), _is(sender))
    return parties.exclude(sees_case=False, graph_role="").order_by("pk").first()


def party_in(case: Case, row: Received, now: datetime) -> Party | None:
    """The sender of a message among the case's parties now, whatever they may see of it."""
    sender = row.person or row.company
    if sender is None:
        return None
    return case.parties.filter(current(now), _is(sender)).order_by("pk").first()


def _is(sender: Person | Company) -> Q:
    return Q(person=sender) if isinstance(sender, Person) else Q(company=sender)
