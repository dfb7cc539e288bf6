"""Whom one may act for: the absent, with the hours, and the leaders one has that duty for."""

from dataclasses import dataclass
from datetime import datetime

from faelled.apps.decisions.queries import stand_ins_for
from faelled.base.access.actor import Actor
from faelled.base.people.models import Employee
from faelled.base.people.queries import acts_for
from faelled.lib.dates import local_day


@dataclass(frozen=True, slots=True)
class StandInRow:
    """One substitution, or one duty (no hours): ``open`` while it holds, ``chosen`` when the reader
    acts in it.
    """

    id: str
    name: str
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    reason: str
    open: bool
    chosen: bool


def stand_in_rows(actor: Actor, *, now: datetime) -> list[StandInRow]:
    """Those for whom the reader acts by duty, then the substitutions that run or are to come."""
    by_duty = [_row(leader, actor) for leader in acts_for(actor, local_day(now))]
    absences = [
        _row(
            row.absent,
            actor,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            reason=row.reason,
            open=row.starts_at <= now,
        )
        for row in stand_ins_for(actor, now=now)
    ]
    return [row for row in (*by_duty, *absences) if row]


def _row(
    principal: Employee,
    actor: Actor,
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    reason: str = "",
    open: bool = True,
) -> StandInRow | None:
    user = getattr(principal, "user", None)
    if user is None:
        return None
    id = str(user.public_id)
    acting = actor.on_behalf_of.id if actor.on_behalf_of else ""
    return StandInRow(
        id, principal.name, principal.title, starts_at, ends_at, reason, open, id == acting
    )
