"""What a draft asks: the step it is going to be, and the marking its conditions are asked of."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from faelled.apps.intake.models import Draft
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dcr import Event, FieldType, Marking


def event_of(draft: Draft) -> Event:
    """The step that the draft is going to be."""
    return graph_for(draft.version_id).event(draft.event_id)


def marking_of(draft: Draft, now: datetime) -> Marking:
    """The case's marking, or for an application the one that a new case would begin with."""
    if draft.case is not None:
        return Marking.from_json(draft.case.marking)
    return engine_for(draft.version_id).initial(now)


def file_ids(event: Event, answers: Mapping[str, Sequence[str]]) -> list[str]:
    """The ids of the stored files among the answers."""
    fields = [field.id for field in event.fields if field.type is FieldType.FILE]
    return [uuid for id in fields for uuid in answers.get(id, ())]
