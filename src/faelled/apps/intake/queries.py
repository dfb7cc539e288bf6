"""A citizen's or a guest's drafts. Nobody but the owner ever reads one."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from faelled.apps.intake.models import KEPT, Draft
from faelled.base.access.actor import Actor, ActorKind
from faelled.casework.cases.models import Case


def visible_to(actor: Actor) -> QuerySet[Draft]:
    """The actor's own drafts, and of those only what concerns somebody they still act for."""
    if actor.kind is not ActorKind.CITIZEN:
        return Draft.objects.none()
    return Draft.objects.filter(
        Q(case__isnull=False) | Q(person_id__in=actor.represents), owner__public_id=actor.id
    )


def open_applications(actor: Actor) -> QuerySet[Draft]:
    """Applications that are begun and not sent, the latest first."""
    drafts = visible_to(actor).filter(sent_at__isnull=True, case__isnull=True)
    return drafts.select_related("case_type__process", "person").order_by("-changed_at")


def get_draft(actor: Actor, uuid: UUID) -> Draft:
    """One draft by its UUID, sent or not; 404 for everybody but its owner."""
    draft = (
        visible_to(actor)
        .select_related("case_type__process", "case__main_person", "became__case")
        .select_related("person", "owner")
        .filter(uuid=uuid)
        .first()
    )
    if draft is None:
        raise Http404
    return draft


def step_draft(actor: Actor, case: Case, event_id: str) -> Draft | None:
    """The draft of a step of a case, if one is begun."""
    drafts = visible_to(actor).filter(case=case, event_id=event_id, sent_at__isnull=True)
    return drafts.select_related("owner", "case__version").first()


def untouched_since(now: datetime, authority_id: int) -> QuerySet[Draft]:
    """What nobody in an authority has touched for so long that it is to be removed."""
    owned = Q(owner__person__authority_id=authority_id)
    guests = Q(owner=None, case_type__authority_id=authority_id)
    return Draft.objects.filter(owned | guests, changed_at__lt=now - KEPT)


def owner_id(draft: Draft) -> str:
    """Who may read the draft, as their actor's id: the citizen's, or the guest's own."""
    return str(draft.owner.public_id if draft.owner else draft.guest.uuid)


def get_guest_draft(actor: Actor, uuid: UUID) -> Draft:
    """A guest's draft, sent or not; 404 for everybody but the guest whose it is."""
    draft = (
        Draft.objects.select_related("case_type__process", "became__case", "guest")
        .filter(uuid=uuid, owner=None, guest__uuid=actor.id)
        .first()
        if actor.kind is ActorKind.ANONYMOUS and actor.id
        else None
    )
    if draft is None:
        raise Http404
    return draft
