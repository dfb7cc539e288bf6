"""The letters of a matter, opened from the leader's own pages: only what the matter shows there."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from faelled.apps.decisions.approvals import find_approval
from faelled.apps.decisions.drafts import letters_of
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.rows import event_of
from faelled.apps.decisions.verdicts import drafted_by
from faelled.base.access.actor import Actor
from faelled.casework.cases.models import Case
from faelled.casework.cases.queries import visible_to
from faelled.casework.documents.models import DocumentVersion
from faelled.casework.documents.queries import version_to_read
from faelled.casework.processes.engines import graph_for
from faelled.lib.dcr import Event


def letter_to_answer(
    actor: Actor, uuid: UUID, event_id: str, document: UUID, number: int, *, now: datetime
) -> tuple[Case, DocumentVersion]:
    """A version of the letter of an approval that waits, or that the reader has answered; 404
    where it does neither, and for every other document.
    """
    case, event, _chain = find_approval(actor, uuid, event_id, now=now)
    mine = Q(actor_id__in=actor.user_ids) | Q(on_behalf_of_id__in=actor.user_ids)
    waits = case.tasks.filter(event_id=event.id).exists()
    if not (waits or case.events.filter(mine, event_id=event.id).exists()):
        raise Http404
    return case, _version(case, event, actor, document, number, now)


def letter_of_chain(
    chain: Chain, actor: Actor, document: UUID, number: int, *, now: datetime
) -> DocumentVersion:
    """The same for a chain that the reader has a part in; 404 where they see the case no more."""
    case = visible_to(actor, now=now).filter(chains=chain).first()
    if case is None:
        raise Http404
    event = graph_for(case.version_id).event(chain.event_id)
    return _version(case, event, actor, document, number, now)


def _version(
    case: Case, event: Event, actor: Actor, document: UUID, number: int, now: datetime
) -> DocumentVersion:
    decision = event_of(graph_for(case.version_id), drafted_by(event) or "")
    letters = letters_of(case, decision, actor, now=now) if decision else ()
    for letter in letters:
        if letter.document.uuid == document:
            return version_to_read(letter.document, actor, number, now=now)
    raise Http404
