"""Reads of processes."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Q, QuerySet
from django.http import Http404

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.people.models import Position
from faelled.casework.processes.models import Process, ProcessVersion
from faelled.lib.dates import local_day

ALWAYS_KNOWN = frozenset({"citizen", "system", "Automatic"})


def visible_to(actor: Actor) -> QuerySet[Process]:
    """The processes of the reader's authority and those that ship to all. How an authority works
    is no secret to anyone who has logged in there.
    """
    if actor.kind is ActorKind.ANONYMOUS:
        return Process.objects.none()
    return Process.objects.filter(Q(authority=None) | Q(authority_id=actor.authority_id))


@dataclass(frozen=True, slots=True)
class ListedProcess:
    """A line of the list: the process, its newest version, and how many there have been."""

    process: Process
    newest: int
    published_at: datetime
    version_count: int


def listed(actor: Actor) -> list[ListedProcess]:
    """The processes with a published version, by title; one statement."""
    rows = (
        visible_to(actor)
        .filter(versions__isnull=False)
        .annotate(
            newest=Max("versions__number"),
            published_at=Max("versions__published_at"),
            version_count=Count("versions"),
        )
        .order_by("title", "key", "pk")
    )
    return [ListedProcess(r, r.newest, r.published_at, r.version_count) for r in rows]


def get_version(actor: Actor, key: str, number: int) -> ProcessVersion:
    """One version by its address; 404. An authority's own process goes before a shipped one."""
    versions = (
        ProcessVersion.objects.select_related("process")
        .filter(process__in=visible_to(actor), process__key=key, number=number)
        .order_by(F("process__authority").asc(nulls_last=True))
    )
    version: ProcessVersion | None = versions.first()
    if version is None:
        raise Http404
    return version


def versions_of(process: Process) -> QuerySet[ProcessVersion]:
    """All versions, newest first, without their sources."""
    return process.versions.order_by("-number").defer("source", "tests")


def in_force(actor: Actor, key: str) -> ProcessVersion | None:
    """The newest version of what the actor's authority has under this name: its own process, or
    else the one that ships to all.
    """
    versions = ProcessVersion.objects.select_related("process").filter(
        process__in=visible_to(actor), process__key=key
    )
    newest: ProcessVersion | None = versions.order_by(
        F("process__authority").asc(nulls_last=True), "-number"
    ).first()
    return newest


def newest_version(process_id: int) -> ProcessVersion | None:
    """The version that new cases follow."""
    versions = ProcessVersion.objects.filter(process_id=process_id)
    return versions.order_by("-number").first()


def known_roles(authority_id: int, now: datetime) -> frozenset[str]:
    """The roles somebody holds today (authority 0: in any authority), and those of no position."""
    held = Position.objects.on(local_day(now))
    if authority_id:
        held = held.filter(unit__authority_id=authority_id)
    return ALWAYS_KNOWN | frozenset(held.values_list("role", flat=True))
