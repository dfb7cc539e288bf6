"""Which glass is broken, and which break waits for its review."""

from datetime import datetime

from django.db.models import QuerySet

from faelled.base.access.actor import Actor, ActorKind, Capability
from faelled.base.access.models import BreakGlass, Verdict


def open_refs(actor: Actor, now: datetime) -> frozenset[str]:
    """The refs the actor has broken the glass for, while the time runs: one query, and none for
    those who may break none.

    ``open_refs(carla, now) == {"case:<uuid>"}``. A break is the person's own: a stand-in neither
    uses the absent person's nor leaves one behind. One found unjustified is closed at once, and so
    are all when the right to break a glass is taken away.
    """
    if actor.kind is not ActorKind.EMPLOYEE or not actor.can(Capability.BREAK_GLASS):
        return frozenset()
    rows = BreakGlass.objects.filter(
        authority_id=actor.authority_id,
        actor_id=actor.id,
        opened_at__lte=now,
        expires_at__gt=now,
    ).exclude(verdict=Verdict.UNJUSTIFIED)
    return frozenset(rows.values_list("object_ref", flat=True))


def visible_breaks(actor: Actor) -> QuerySet[BreakGlass]:
    """The authority's breaks, for who reviews them; nobody sees their own here."""
    if not actor.can(Capability.REVIEW_BREAK_GLASS):
        return BreakGlass.objects.none()
    rows = BreakGlass.objects.filter(authority_id=actor.authority_id)
    return rows.exclude(actor_id__in=actor.user_ids).order_by("opened_at", "pk")


def unreviewed(actor: Actor) -> QuerySet[BreakGlass]:
    """What waits for ``actor``'s review, the oldest first."""
    return visible_breaks(actor).filter(reviewed_at=None)
