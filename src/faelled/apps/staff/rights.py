"""An employee's rights as the page shows them, and how each is taken away at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, Capability
from faelled.base.people import actions
from faelled.base.people.grants import capability_words
from faelled.base.people.models import DeskRole, Employee, GrantKind, Mandate, Position
from faelled.lib.dates import local_day


@dataclass(frozen=True, slots=True)
class Right:
    """One line: what it is, since and until when, and the word and key of its removal."""

    what: str
    key: str
    words: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class RightsOfKind:
    kind: GrantKind
    title: str
    rows: tuple[Right, ...]


def rights_of(employee: Employee, day: date) -> list[RightsOfKind]:
    """What holds on ``day`` or later, by kind."""
    later = {"valid_to__lte": day}
    positions = list(
        employee.positions.exclude(**later).select_related("unit").order_by("valid_from", "pk")
    )
    desk = employee.desk_roles.exclude(**later).select_related("leader")
    mandates = employee.mandates.exclude(**later).order_by("valid_from", "pk")
    return [
        RightsOfKind(
            GrantKind.POSITION, _("Stillinger og roller"), tuple(map(_position_row, positions))
        ),
        RightsOfKind(
            GrantKind.CAPABILITY,
            _("Særlige rettigheder"),
            tuple(
                Right("capability", f"{row.pk}:{text}", capability_words(text), row.valid_from)
                for row in positions
                for text in row.capabilities
            ),
        ),
        RightsOfKind(
            GrantKind.DESK_ROLE,
            _("Roller hos en leder"),
            tuple(map(_desk_row, desk.order_by("pk"))),
        ),
        RightsOfKind(GrantKind.MANDATE, _("Bemyndigelser"), tuple(map(_mandate_row, mandates))),
    ]


def _position_row(row: Position) -> Right:
    words = f"{row.title or row.role}, {row.unit.name}"
    if row.leads:
        words = _("%(position)s, leder") % {"position": words}
    return Right("position", str(row.pk), words, row.valid_from, row.valid_to)


def _desk_row(row: DeskRole) -> Right:
    words = f"{row.get_duty_display()}: {row.leader.name}"
    return Right("desk-role", str(row.pk), words, row.valid_from, row.valid_to)


def _mandate_row(row: Mandate) -> Right:
    limit = (
        _("højst %(amount)s kr.") % {"amount": row.amount_max}
        if row.amount_max is not None
        else _("uden grænse")
    )
    words = f"{row.decision_type}, {row.kle_pattern}, {limit}"
    return Right("mandate", str(row.pk), words, row.valid_from, row.valid_to)


Removal = Callable[[Employee, str, Actor, datetime], object]


def remove(employee: Employee, what: str, key: str, *, by: Actor, now: datetime) -> None:
    """Take one right of ``employee`` away now; 404 for what is not theirs, or unknown."""
    removal = _REMOVALS.get(what)
    if removal is None:
        raise ValueError(_("Vælg, hvad der skal fjernes."))
    removal(employee, key, by, now)


def _id(key: str) -> int:
    return int(key) if key.isdecimal() and len(key) <= 18 else 0


def _end_position(employee: Employee, key: str, by: Actor, now: datetime) -> object:
    row = get_object_or_404(employee.positions.select_related("employee"), pk=_id(key))
    return actions.end_position(row, valid_to=local_day(now), by=by, now=now)


def _drop_capability(employee: Employee, key: str, by: Actor, now: datetime) -> object:
    pk, _colon, text = key.partition(":")
    row = get_object_or_404(employee.positions.select_related("employee"), pk=_id(pk))
    if text not in row.capabilities:
        raise ValueError(_("Den rettighed har medarbejderen ikke."))
    return actions.drop_capability(row, Capability(text), by=by, now=now)


def _end_desk_role(employee: Employee, key: str, by: Actor, now: datetime) -> object:
    rows = employee.desk_roles.select_related("leader", "secretary")
    row = get_object_or_404(rows, pk=_id(key))
    return actions.end_desk_role(row, valid_to=local_day(now), by=by, now=now)


def _end_mandate(employee: Employee, key: str, by: Actor, now: datetime) -> object:
    row = get_object_or_404(employee.mandates.select_related("employee"), pk=_id(key))
    return actions.end_mandate(row, valid_to=local_day(now), by=by, now=now)


def _leaders_pages(employee: Employee, key: str, by: Actor, now: datetime) -> object:
    return actions.keep_to_leaders_pages(employee, by=by, now=now)


def _log_in(employee: Employee, key: str, by: Actor, now: datetime) -> object:
    user = getattr(employee, "user", None)
    if user is None:
        raise ValueError(_("Medarbejderen har intet log-in."))
    return actions.close_user(user, by=by, now=now)


_REMOVALS: Mapping[str, Removal] = {
    "position": _end_position,
    "capability": _drop_capability,
    "desk-role": _end_desk_role,
    "mandate": _end_mandate,
    "all-pages": _leaders_pages,
    "log-in": _log_in,
}
