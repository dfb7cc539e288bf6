"""Reads of processes."""

from django.db.models import Q, QuerySet

from faelled.base.access.actor import Actor, ActorKind
from faelled.casework.processes.models import Process, ProcessVersion


def visible_to(actor: Actor) -> QuerySet[Process]:
    """The processes of the reader's authority and those that ship to all. How an authority works
    is no secret to anyone who has logged in there.
    """
    if actor.kind is ActorKind.ANONYMOUS:
        return Process.objects.none()
    return Process.objects.filter(Q(authority=None) | Q(authority_id=actor.authority_id))


def newest_version(process_id: int) -> ProcessVersion | None:
    """The version that new cases follow."""
    versions = ProcessVersion.objects.filter(process_id=process_id)
    return versions.order_by("-number").first()
