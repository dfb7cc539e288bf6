"""What a draft asks: its step, what its conditions are asked of, and what is known already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from faelled.apps.intake.models import Draft
from faelled.base.access.actor import Actor
from faelled.base.people.models import Custody
from faelled.casework.cases.form_rows import file_uuids
from faelled.casework.cases.prefill import PREFILL, Asking, known_in
from faelled.casework.cases.queries import roles_in_case
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.lib.dates import local_day
from faelled.lib.dcr import Event, Marking
from faelled.lib.fields import Given


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer for people to read, on the page before the sending and on the receipt."""

    id: str
    label: str
    value: str


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
    return file_uuids(event, answers)


def known_of(draft: Draft, by: Actor | None, now: datetime) -> Mapping[str, Given]:
    """What the authority knows of the one who applies and of whom it is about. Of a guest nothing:
    nobody has checked who that is.
    """
    event = event_of(draft)
    if by is None or not any(field.prefill for field in event.fields):
        return {}
    graph, marking = graph_for(draft.version_id), marking_of(draft, now)
    if draft.case is not None:
        roles = roles_in_case(by, draft.case, now=now)
        return known_in(draft.case, event, graph, marking, roles, by=by, now=now)
    return PREFILL.known(event.fields, _asking(draft, by, now))


def _asking(draft: Draft, by: Actor, now: datetime) -> Asking:
    """As `whom.parties_of` makes the parties: a parent applies about a child in their own name."""
    graph, marking = graph_for(draft.version_id), marking_of(draft, now)
    role = draft.case_type.citizen_role if draft.case_type else ""
    person, child = draft.person, None
    applicant = draft.owner.person if draft.owner else None
    if person is not None and applicant is not None and person != applicant:
        day = local_day(now)
        if Custody.objects.on(day).filter(holder=applicant, child=person).exists():
            person, child = applicant, person
    return Asking(person, child, graph, marking, frozenset({role}), by, now)
