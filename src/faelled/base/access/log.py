"""Reads and writes of personal data, told to the audit log as the actor who did them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.purposes import PURPOSES, PurposeRefused
from faelled.base.audit.actions import Happening, record, record_all
from faelled.base.audit.chain import Json
from faelled.base.audit.models import Entry
from faelled.base.audit.queries import READ


def log_read(actor: Actor, *, subjects: Sequence[str], page: str, now: datetime) -> Entry:
    """One entry for one page: ``log_read(actor, subjects=["case:<uuid>"], page="case", now=now)``.

    Goes to the actor's own stream of look-ups; three SQL statements. A read without a known
    purpose is refused (forvaltningsloven § 32: only what the task needs).
    """
    if actor.purpose not in PURPOSES:
        raise PurposeRefused("A read of personal data needs a known purpose.")
    # Jobs of two authorities never wait for one another's chain.
    reader = f"system:{actor.authority_id}" if actor.kind is ActorKind.SYSTEM else actor.id
    return log_write(
        actor,
        stream=f"lookups:{reader}",
        action=READ,
        subjects=subjects,
        detail={"page": page},
        now=now,
    )


def log_write(
    actor: Actor,
    *,
    stream: str,
    action: str,
    subjects: Sequence[str],
    detail: Mapping[str, Json],
    now: datetime,
) -> Entry:
    """One entry for one change, in the transaction of the change.

    Actions of the system and of administration carry no page's purpose; they are logged under
    ``administration``.
    """
    return record(
        stream=stream,
        action=action,
        actor_id=actor.id,
        on_behalf_of_id=actor.on_behalf_of.id if actor.on_behalf_of else None,
        unit_id=actor.home_unit_id,
        purpose=actor.purpose or "administration",
        subjects=subjects,
        detail=detail,
        now=now,
        authority_id=actor.authority_id,
    )


def log_writes(
    actor: Actor, happenings: Sequence[Happening], *, stream: str, now: datetime
) -> list[Entry]:
    """As `log_write`, for all that ``actor`` changed in one thing at one moment."""
    return record_all(
        happenings,
        stream=stream,
        actor_id=actor.id,
        on_behalf_of_id=actor.on_behalf_of.id if actor.on_behalf_of else None,
        unit_id=actor.home_unit_id,
        purpose=actor.purpose or "administration",
        now=now,
        authority_id=actor.authority_id,
    )
