"""Who may be the last to approve what is no case: any leader of the authority, or a mandate holder.

What one's own unit decides is the plan's and the law's to say. What somebody only asks about (a
course, a purchase, an answer to a council) is for the one who is asked: the head of IT about a
computer, though the one who asks works elsewhere.
"""

from datetime import datetime

from faelled.base.access.actor import Actor, system_actor
from faelled.base.people.models import Employee, Mandate
from faelled.casework.cases.actions import let_in
from faelled.casework.cases.models import Case
from faelled.casework.processes.engines import graph_for
from faelled.lib.dates import local_day
from faelled.lib.dcr import Event
from faelled.lib.delegation import Mandate as Given
from faelled.lib.delegation import Matter

PROPOSED = "propose"  # the effect of the step that says what is asked


def is_free(case: Case, drafted: str) -> bool:
    """Whether the step that is approved proposes something that is no case already."""
    graph = graph_for(case.version_id)
    return drafted in graph and any(one.kind == PROPOSED for one in graph.event(drafted).effects)


def may_decide_free(
    employee: Employee, actor: Actor, case: Case, event: Event, now: datetime
) -> bool:
    """A holder of the step's role in any unit, or of a mandate over the case's subject without a
    limit: nobody has said what the matter costs.
    """
    if actor.roles.intersection(event.roles):
        return True
    matter = Matter(case.kle_subject, case.kle_facet, "", None, ())
    rows = Mandate.objects.on(local_day(now)).filter(employee=employee)
    return any(
        Given(
            employee.pk, employee.name, row.kle_pattern, row.decision_type, row.amount_max
        ).covers(matter)
        for row in rows
    )


def let_decide(
    case: Case, employee: Employee, event: Event, *, source: str, why: str, now: datetime
) -> None:
    """The role that the step asks for, for as long as the last answer takes effect."""
    let_in(
        case,
        employees=[employee],
        role=event.roles[0],
        source=source,
        why=why,
        by=system_actor(case.authority_id),
        now=now,
    )
