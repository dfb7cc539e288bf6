"""Reads of orders. Every one that reaches a screen starts at `visible_to` or `get_visible`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.db.models import BigIntegerField, F, Q, QuerySet, Value
from django.db.models import Case as When
from django.db.models import When as If
from django.db.models.expressions import Combinable
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from faelled.apps.orders.models import OVER, PROCESS, Intake, Order, Reach, State
from faelled.base.access.actor import Actor
from faelled.base.people.models import Unit
from faelled.base.people.queries import visible_units
from faelled.base.statements import Question, Slot
from faelled.casework.cases import queries as cases
from faelled.casework.cases.models import Case, CaseType

COUNT_AT_MOST, COUNT_SECONDS = 99, 30
TO_DO = (State.ASKED, State.ACCEPTED, State.SENT_BACK)
TO_JUDGE = (State.ANSWERED, State.APPROVED)
OPEN_FIRST = When(If(state__in=OVER, then=Value(1)), default=Value(0))


# Asked on every case page.
ANY_MADE_FROM = Question(
    lambda: Order.objects.filter(source_case=Slot("case", BigIntegerField())).only("pk")[:1]
)


@dataclass(frozen=True, slots=True)
class Scope:
    """One of the standard lists."""

    key: str
    label: str | Promise
    empty: str | Promise


SCOPES = (
    Scope("til-mig", _("Til mig"), _("Ingen har bestilt noget hos dig.")),
    Scope("til-min-enhed", _("Til min enhed"), _("Ingen har bestilt noget hos din enhed.")),
    Scope("fra-mig", _("Fra mig"), _("Du har ikke bestilt noget.")),
    Scope("fra-min-enhed", _("Fra min enhed"), _("Din enhed har ikke bestilt noget.")),
)
SORTS: Mapping[str, tuple[str | Combinable, ...]] = {
    "frist": (OPEN_FIRST, "formal_deadline", "pk"),
    "-frist": (OPEN_FIRST, "-formal_deadline", "pk"),
    "intern": (OPEN_FIRST, F("internal_deadline").asc(nulls_last=True), "formal_deadline", "pk"),
    "-intern": (OPEN_FIRST, F("internal_deadline").desc(nulls_last=True), "pk"),
    "titel": ("case__title", "formal_deadline", "pk"),
    "-titel": ("-case__title", "formal_deadline", "pk"),
    "status": ("state", "formal_deadline", "pk"),
    "-status": ("-state", "formal_deadline", "pk"),
}
DEFAULT_SORT = "frist"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked for; anything a list does not know falls back to its default."""

    scope: str = "til-mig"
    state: str = ""
    reach: str = ""
    sort: str = DEFAULT_SORT

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Filters":
        scope, state = query.get("omfang", ""), query.get("status", "")
        reach, sort = query.get("raekkevidde", ""), query.get("sorter", "")
        return cls(
            scope=scope if scope in {known.key for known in SCOPES} else "til-mig",
            state=state if state in State.values else "",
            reach=reach if reach in Reach.values else "",
            sort=sort if sort in SORTS else DEFAULT_SORT,
        )

    def as_query(self) -> dict[str, str]:
        """The address's query string, without what is default."""
        given = {"omfang": self.scope, "status": self.state, "raekkevidde": self.reach}
        given["sorter"] = "" if self.sort == DEFAULT_SORT else self.sort
        return {name: value for name, value in given.items() if value}


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Order]:
    """The orders whose own case ``actor`` sees: their unit's, and those they are let into. The
    case that an order was made from shows nobody the order, nor the other way round.
    """
    return Order.objects.filter(case__in=cases.visible_to(actor, now=now))


def get_visible(actor: Actor, uuid: UUID, *, now: datetime) -> Order:
    """One order; 404 where it does not exist and where it may not be seen alike. Its case comes
    as `cases.queries.get_visible` reads it.
    """
    order = _with_row(Order.objects.filter(uuid=uuid)).select_related("answer").first()
    if order is None:
        raise Http404
    order.case = cases.get_visible(actor, order.case.uuid, now=now)
    return order


def listed(actor: Actor, filters: Filters, *, now: datetime) -> QuerySet[Order]:
    """One list, filtered and sorted; what is late comes first, and what is over comes last."""
    rows = visible_to(actor, now=now).filter(_in_scope(filters.scope, actor))
    rows = rows.filter(state=filters.state) if filters.state else rows.exclude(state__in=OVER)
    if filters.reach:
        rows = rows.filter(reach=filters.reach)
    return _with_row(rows).order_by(*SORTS[filters.sort])


def made_from(case: Case, actor: Actor, *, now: datetime) -> QuerySet[Order]:
    """The orders made from a case, as far as the reader sees them; newest first."""
    if ANY_MADE_FROM.first(case=case.pk) is None:
        return Order.objects.none()  # most cases: who sees what need not be asked
    rows = visible_to(actor, now=now).filter(source_case=case)
    return _with_row(rows).order_by("-ordered_at", "-pk")


def copies_of(order: Order, actor: Actor, *, now: datetime) -> QuerySet[Order]:
    """What the other recipients of the same order got, for those who see that too."""
    rows = visible_to(actor, now=now).filter(batch=order.batch, incoming=False)
    return _with_row(rows.exclude(pk=order.pk)).order_by("pk")


def waiting_for(actor: Actor, *, now: datetime) -> QuerySet[Order]:
    """The orders whose next move is the reader's: to answer, to take for the unit, or to judge."""
    reader = actor.for_purpose("case-work")  # asked on pages of every purpose
    mine = Q(holder_id__in=actor.employee_ids, state__in=TO_DO)
    units = Q(holder__isnull=True, holder_unit_id__in=actor.unit_ids, state=State.ASKED)
    back = _from_me(actor) & Q(state__in=TO_JUDGE)
    return visible_to(reader, now=now).filter(mine | units | back)


def count_waiting(actor: Actor, *, now: datetime) -> int:
    """How many wait for the reader, never above 100; remembered half a minute, for it stands in
    the menu.
    """
    known = cache.get(_count_key(actor))
    if isinstance(known, int):
        return known
    count = waiting_for(actor, now=now)[: COUNT_AT_MOST + 1].count()
    cache.set(_count_key(actor), count, COUNT_SECONDS)
    return count


def forget_count(actor: Actor) -> None:
    """Called when the actor has done something with an order."""
    cache.delete(_count_key(actor))


def units_that_can_take(actor: Actor) -> list[Unit]:
    """The units of the authority that use orders, by name."""
    types = CaseType.objects.filter(process__key=PROCESS, active=True)
    units = visible_units(actor).filter(pk__in=types.values("unit"))
    return list(units.order_by("name", "pk"))


def intake_of(actor: Actor) -> Intake | None:
    """Which of them takes orders from other authorities, if any does."""
    return Intake.objects.filter(authority_id=actor.authority_id).first()


def _in_scope(scope: str, actor: Actor) -> Q:
    return {
        "til-mig": Q(holder_id__in=actor.employee_ids),
        "til-min-enhed": Q(holder_unit_id__in=actor.unit_ids),
        "fra-mig": _from_me(actor),
        "fra-min-enhed": Q(ordering_unit_id__in=actor.unit_ids),
    }[scope]


def _from_me(actor: Actor) -> Q:
    ids = actor.employee_ids
    return Q(ordered_by_id__in=ids) | Q(return_to_id__in=ids)


def _with_row(rows: QuerySet[Order]) -> QuerySet[Order]:
    return rows.defer("case__marking").select_related(
        "case", "ordered_by", "ordering_unit", "return_to", "holder", "holder_unit"
    )


def _count_key(actor: Actor) -> str:
    absent = actor.on_behalf_of.id if actor.on_behalf_of else ""
    return f"orders:waiting:{actor.id}:{absent}"
