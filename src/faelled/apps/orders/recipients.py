"""Whom an order can be sent to: colleagues, units, and the authorities that can be reached."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.apps.orders.models import Intake, Reach
from faelled.base.access.actor import Actor
from faelled.base.connect.neighbour.neighbours import neighbour_named, neighbours
from faelled.base.people.models import Authority, Employee, Position, Unit
from faelled.base.people.queries import visible_units
from faelled.lib.dates import local_day

GROUP, EXTERNAL = "authority:", "neighbour:"
LONGEST_SENDER = 200


@dataclass(frozen=True, slots=True)
class Recipient:
    """One end of an order. ``unit`` is the employee's own where it is a person; ``partner`` names
    another authority: ``"authority:<uuid>"`` here, ``"neighbour:<key>"`` elsewhere.
    """

    name: str
    label: str
    employee: Employee | None = None
    unit: Unit | None = None
    partner: str = ""

    @property
    def reach(self) -> Reach:
        if not self.partner:
            return Reach.INTERNAL
        return Reach.GROUP if self.partner.startswith(GROUP) else Reach.EXTERNAL


class RecipientUnknown(ValueError):
    """The name is nobody's, or more than one's; the message is for the field."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody one actor can send to, read once for a form."""

    rows: tuple[Recipient, ...]

    @property
    def labels(self) -> list[str]:
        return [row.label for row in self.rows]

    def find(self, typed: str) -> Recipient:
        """By the whole label ("Anna Dam, Børnehandicap"), or by a name that only one has."""
        text = " ".join(typed.split()).casefold()
        by_label = [row for row in self.rows if row.label.casefold() == text]
        found = by_label or [row for row in self.rows if row.name.casefold() == text]
        if len(found) == 1:
            return found[0]
        message = (
            _("Flere hedder %(name)s. Vælg en fra listen.")
            if found
            else _("Vi kender ingen, der hedder %(name)s. Vælg en fra listen.")
        )
        raise RecipientUnknown(message % {"name": typed.strip()[:100]})


def directory(actor: Actor, *, now: datetime) -> Directory:
    """Colleagues and units today, the other authorities here that take orders, and the neighbours
    that this authority is joined to. Four queries.
    """
    return Directory((*_own(actor, now), *_here(actor), *_elsewhere(actor)))


def colleagues(actor: Actor, *, now: datetime) -> Directory:
    """Only those of the authority itself: what is passed on stays in the house."""
    return Directory(tuple(_own(actor, now)))


def partner_name(partner: str) -> str:
    """What people call the other end; its key where it is no longer there."""
    if partner.startswith(GROUP):
        found = Authority.objects.filter(uuid=partner.removeprefix(GROUP)).first()
        return found.name if found else partner
    neighbour = neighbour_named(partner.removeprefix(EXTERNAL))
    return neighbour.name if neighbour else partner


def sender_name(partner: str, said: str) -> str:
    """What they call themselves, never without the name that we know them by: who is joined to us
    cannot write in the name of another, nor of one of us.

    ``sender_name("neighbour:nord", "Bo Lind") == "Nordby Kommune (Bo Lind)"``.
    """
    name = partner_name(partner)
    if not said or said == name or said.startswith(f"{name}, "):
        return said or name
    return f"{name} ({said})"[:LONGEST_SENDER]


def home_unit(employee: Employee, *, now: datetime) -> Unit | None:
    """The unit where an employee belongs today: that of their first position."""
    rows = Position.objects.on(local_day(now)).filter(employee=employee).select_related("unit")
    first = rows.order_by("valid_from", "pk").first()
    return first.unit if first else None


def _own(actor: Actor, now: datetime) -> Iterator[Recipient]:
    today = local_day(now)
    positions = (
        Position.objects.on(today)
        .filter(employee__authority_id=actor.authority_id)
        .select_related("employee", "unit")
        .order_by("valid_from", "pk")
    )
    homes: dict[int, Position] = {}
    for position in positions:
        homes.setdefault(position.employee_id, position)
    people = sorted(homes.values(), key=lambda row: (row.employee.name, row.employee_id))
    labels = [f"{row.employee.name}, {row.unit.name}" for row in people]
    for row, label in zip(people, _apart(labels, people), strict=True):
        yield Recipient(row.employee.name, label, employee=row.employee, unit=row.unit)
    for unit in visible_units(actor).filter(pk__in=_open_units(actor, now)).order_by("name", "pk"):
        yield Recipient(unit.name, _("%(unit)s (enhed)") % {"unit": unit.name}, unit=unit)


def _open_units(actor: Actor, now: datetime) -> list[int]:
    rows = Unit.objects.on(local_day(now)).filter(authority_id=actor.authority_id)
    return list(rows.values_list("pk", flat=True))


def _apart(labels: Iterable[str], people: Iterable[Position]) -> Iterator[str]:
    """Two of one name in one unit are told apart by title, or else by their number."""
    labels = list(labels)
    times = Counter(labels)
    for label, row in zip(labels, people, strict=True):
        more = row.employee.initials or row.employee.title or str(row.employee_id)
        yield f"{label} ({more})" if times[label] > 1 else label


def _here(actor: Actor) -> Iterator[Recipient]:
    rows = Intake.objects.exclude(authority_id=actor.authority_id).select_related("authority")
    for row in rows.order_by("authority__name", "pk"):
        name = row.authority.name
        label = _("%(name)s (anden myndighed)") % {"name": name}
        yield Recipient(name, label, partner=f"{GROUP}{row.authority.uuid}")


def _elsewhere(actor: Actor) -> Iterator[Recipient]:
    own = Authority.objects.filter(pk=actor.authority_id).first()
    for row in neighbours():
        if own is not None and row.authority == own.municipality_code:
            label = _("%(name)s (andet system)") % {"name": row.name}
            yield Recipient(row.name, label, partner=f"{EXTERNAL}{row.key}")
