"""What another system's log says was done, as a case of ours.

Each step is asked of the graph, the fields and the effects by the same function as a step that
somebody does now (`cases.deciding`); only the writing differs: a case is written once, at its end,
in one transaction, with one chained batch in the audit log. What the graph refuses becomes a
journal note, so nothing of the log is lost. Letters of years ago are not sent again.
"""

from datetime import datetime

from django.db import transaction

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.refusals import require_capability, require_same_authority
from faelled.casework.cases.actions.opening import next_number
from faelled.casework.cases.actions.story import Story
from faelled.casework.cases.models import Case, CaseType
from faelled.casework.cases.past import PastCase, Replayed
from faelled.casework.cases.placing import Placement


def replay_case(
    case_type: CaseType,
    version_id: int,
    placed: Placement,
    past: PastCase,
    *,
    by: Actor,
    now: datetime,
) -> Replayed:
    """Open a case as it was, and do its steps; whole, or not at all.

    ``by`` brings the log in and stands in the audit log; those who did the steps then stand on
    the steps and in the journal. Needs PUBLISH_PROCESS, as every change of how an authority works.
    """
    require_same_authority(by, case_type.authority_id)
    require_capability(by, Capability.PUBLISH_PROCESS)
    with transaction.atomic():
        case = Case.objects.create(
            authority_id=case_type.authority_id,
            number=next_number(case_type, placed.subject, past.opened_at),
            title=past.title[:200],
            case_type=case_type,
            version_id=version_id,
            **placed.columns,
            owner_unit_id=case_type.unit_id,
            opened_at=past.opened_at,
            last_step_at=past.opened_at,
            marking={},
        )
        story = Story(case, by, now)
        for step in past.steps:
            story.take(step)
        story.write()
    return Replayed(case, tuple(story.accepted), tuple(story.refused), story.overdue)
