"""What may be told of a case to whoever has its number and code: how far it is, and no more.

Nobody has proved who they are, so no title of its own, no name, no letter and no answer is here.
"""

from dataclasses import dataclass
from datetime import datetime

from faelled.apps.intake import wording
from faelled.apps.intake.party import deadlines_for
from faelled.casework.cases.models import Case
from faelled.casework.processes.engines import graph_for


@dataclass(frozen=True, slots=True)
class GuestState:
    number: str
    kind: str
    badge: str
    status: str
    opened_at: datetime
    deadlines: tuple[str, ...]


def state_of(case: Case, *, now: datetime) -> GuestState:
    """The state in public words; the deadlines are those that the authority owes the applicant."""
    graph = graph_for(case.version_id)
    roles = frozenset({case.case_type.citizen_role})
    badge, status = wording.status_words(case.status, my_move=False, waiting_for=case.waiting_for)
    owed = [line.text for line in deadlines_for(case, graph, roles, now) if not line.mine]
    return GuestState(case.number, graph.title, badge, status, case.opened_at, tuple(owed))
