"""Whom a stand-in may act for, with the hours."""

from dataclasses import dataclass
from datetime import datetime

from faelled.apps.decisions.queries import stand_ins_for
from faelled.base.access.actor import Actor


@dataclass(frozen=True, slots=True)
class StandInRow:
    """One substitution: ``open`` while its hours run, ``chosen`` when the reader acts in it."""

    id: str
    name: str
    title: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    open: bool
    chosen: bool


def stand_in_rows(actor: Actor, *, now: datetime) -> list[StandInRow]:
    """The reader's substitutions that run or are to come, by their start."""
    acting = actor.on_behalf_of.id if actor.on_behalf_of else ""
    rows = []
    for row in stand_ins_for(actor, now=now):
        user = getattr(row.absent, "user", None)
        if user is None:
            continue
        id = str(user.public_id)
        rows.append(
            StandInRow(
                id=id,
                name=row.absent.name,
                title=row.absent.title,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                reason=row.reason,
                open=row.starts_at <= now,
                chosen=id == acting,
            )
        )
    return rows
