"""Reads of received post. Every one that reaches a screen starts at `visible_to`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from faelled.apps.post.models import Received, State
from faelled.base.access.actor import Actor, ActorKind, Capability
from faelled.base.people.models import Unit
from faelled.base.people.queries import visible_units
from faelled.casework.cases import queries as cases
from faelled.casework.cases.models import Case, Party, Status

# Who takes a unit's post; others of the unit (a board's members) do not.
TAKES_POST = ("caseworker", "manager")
COUNT_AT_MOST, COUNT_SECONDS = 99, 30


@dataclass(frozen=True, slots=True)
class Heap:
    """One of the lists."""

    key: str
    label: str | Promise
    empty: str | Promise


SORTING = Heap("fordeling", _("Til fordeling"), _("Al post er fordelt."))
HEAPS = (
    Heap("enhed", _("Til min enhed"), _("Der venter ingen post til din enhed.")),
    Heap("nyt", _("Nyt i sager"), _("Der er ikke kommet post i sager, som ingen har set.")),
    Heap("faerdig", _("Færdig"), _("Her kommer den post, der er lagt på en sag eller er færdig.")),
)


def heaps_of(actor: Actor) -> tuple[Heap, ...]:
    """The lists of ``actor``; the post of the whole authority only for who sorts it."""
    return (SORTING, *HEAPS) if actor.can(Capability.SORT_POST) else HEAPS


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Received]:
    """What ``actor`` may read: what waits for their unit, or to be sorted where they sort; and what
    lies on a case they see. A message handed to a unit is that unit's, and not the sorters' any
    more (forvaltningsloven § 32: only what the task needs).
    """
    rows = Received.objects.filter(authority_id=actor.authority_id)
    if actor.kind is ActorKind.SYSTEM:
        return rows
    if actor.kind is not ActorKind.EMPLOYEE:
        return rows.none()
    units = {unit for unit, role in actor.unit_roles if role in TAKES_POST}
    mine = Q(unit_id__in=units)
    if actor.can(Capability.SORT_POST):
        mine |= Q(unit=None)
    on_cases = Q(state=State.PLACED, case__in=cases.visible_to(actor, now=now))
    return rows.filter((~Q(state=State.PLACED) & mine) | on_cases)


def get_visible(actor: Actor, uuid: UUID, *, now: datetime) -> Received:
    """One message; 404 where it does not exist and where it may not be seen alike."""
    rows = visible_to(actor, now=now).select_related(*SHOWN)
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


SHOWN = ("person", "company", "unit", "case__handler", "about__owner_unit", "authority")


def listed(actor: Actor, heap: str, *, now: datetime) -> QuerySet[Received]:
    """One list; what has waited longest comes first, what is finished last comes last."""
    rows = visible_to(actor, now=now).select_related(*SHOWN)
    if heap == "faerdig":
        done = Q(state=State.SET_ASIDE) | Q(state=State.PLACED, seen_at__isnull=False)
        return rows.filter(done).order_by("-settled_at", "-pk")
    return rows.filter(_in_heap(heap)).order_by("received_at", "pk")


def _in_heap(heap: str) -> Q:
    return {
        "fordeling": Q(state=State.WAITING, unit=None),
        "enhed": Q(state=State.WAITING, unit__isnull=False),
        "nyt": Q(state=State.PLACED, seen_at=None),
    }[heap]


def unseen_in(case: Case) -> QuerySet[Received]:
    """What has come on a case, and nobody there has said that they have seen. The caller has read
    the case as one who may see it.
    """
    rows = Received.objects.filter(case=case, state=State.PLACED, seen_at=None)
    return rows.select_related("person", "company").order_by("received_at", "pk")


def cases_of_sender(
    row: Received, actor: Actor, *, now: datetime, also: Collection[int] = ()
) -> QuerySet[Case]:
    """The cases that ``actor`` works on in which the sender is a party now, or one of the persons
    ``also`` (whom the sender may write for); newest first.
    """
    found = cases.worked_on_by(actor, now=now).exclude(status=Status.CLOSED)
    who = Q(person__in={row.person_id, *also}) if row.person_id else Q(company=row.company)
    if row.person_id is None and row.company_id is None:
        return found.none()
    parties = Party.objects.filter(cases.current(now), who)
    return found.filter(pk__in=parties.values("case_id")).order_by("-opened_at", "-pk")


def units_of(actor: Actor) -> Mapping[str, Unit]:
    """The authority's units by uuid, as one may hand a message to them."""
    return {str(unit.uuid): unit for unit in visible_units(actor).order_by("name", "pk")}


def count_waiting(actor: Actor, *, now: datetime) -> int:
    """How many wait to be sorted, for the menu; asked only of those who sort, and remembered."""
    if not actor.can(Capability.SORT_POST):
        return 0
    key = f"post:waiting:{actor.authority_id}"
    known = cache.get(key)
    if isinstance(known, int):
        return known
    waiting = Q(authority_id=actor.authority_id, state=State.WAITING, unit=None)
    count = Received.objects.filter(waiting)[: COUNT_AT_MOST + 1].count()
    cache.set(key, count, COUNT_SECONDS)
    return count


def forget_count(authority_id: int) -> None:
    """Called when something has come or been sorted."""
    cache.delete(f"post:waiting:{authority_id}")
