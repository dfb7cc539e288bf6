"""A message as lists and its page show it: who it is from, never by which number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faelled.apps.post.models import Placement, Received
from faelled.base.access.actor import Actor
from faelled.base.people.queries import display_name
from faelled.casework.cases.models import Case
from faelled.casework.cases.paper import comes_on_paper, parties_now
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.cases.queries import visible_to as visible_cases
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dates import local_day
from faelled.lib.dcr import Event, Marking

BREACH = gettext_lazy(
    "Når nogen kan have set det, som ikke måtte, kan det være et brud på persondatasikkerheden, "
    "som skal anmeldes. Tal med myndighedens databeskyttelsesrådgiver med det samme. Hvem der har "
    "åbnet meddelelsen imens, står i loggen over opslag."
)


@dataclass(frozen=True, slots=True)
class PostRow:
    """``known``: whether the sender is somebody we have a row of."""

    row: Received
    sender: str
    known: bool
    days: int

    @property
    def state(self) -> str:
        """What became of it, in words."""
        row = self.row
        if row.unread:
            return _("Ny i sagen")
        if row.waits and row.unit is not None:
            return _("Venter hos %(unit)s") % {"unit": row.unit.name}
        return str(row.get_state_display())


def post_rows(rows: Iterable[Received], actor: Actor, *, now: datetime) -> list[PostRow]:
    return [post_row(row, actor, now=now) for row in rows]


def post_row(row: Received, actor: Actor, *, now: datetime) -> PostRow:
    """The name our own register has; where it has none, what Digital Post says."""
    today = local_day(now)
    known = row.person_id is not None or row.company_id is not None
    days = (today - local_day(row.received_at)).days
    return PostRow(row, _sender(row, actor, now), known, days)


def _sender(row: Received, actor: Actor, now: datetime) -> str:
    if row.person is not None:
        return display_name(row.person, actor, local_day(now))
    return row.company.name if row.company else row.sender_name


@dataclass(frozen=True, slots=True)
class Lay:
    """Where a message lay by mistake; ``case`` is None where the reader may not see that case."""

    placement: Placement
    case: Case | None


def lay_on(row: Received, actor: Actor, *, now: datetime) -> list[Lay]:
    """The wrong cases of a message, the latest first."""
    rows = row.placements.filter(taken_back_at__isnull=False).order_by("-pk")
    found = list(rows)
    if not found:
        return []
    seen = visible_cases(actor, now=now).in_bulk([one.case_id for one in found])
    return [Lay(one, seen.get(one.case_id)) for one in found]


def steps_it_can_be(case: Case, actor: Actor, *, now: datetime) -> list[Event]:
    """The steps of a party that can be taken now, and that the message may be the answer to."""
    roles, parties = roles_in_case(actor, case, now=now), list(parties_now(case, now))
    marking, graph = Marking.from_json(case.marking), graph_for(case.version_id)
    enabled = engine_for(case.version_id).enabled(marking, at=now, roles=roles)
    events = (graph.event(id) for id in enabled)
    return [event for event in events if comes_on_paper(case, event, parties, actor)]
