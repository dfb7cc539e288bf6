"""The journal: what was received, sent, done and said, with its date and a short text."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.access.log import log_write
from faelled.base.statements import insert
from faelled.casework.cases.actions.locking import locked_for_work
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import Case, CaseEvent, JournalEntry, JournalKind

SHORT = 300


def write_entry(
    case: Case,
    *,
    by: Actor,
    now: datetime,
    kind: JournalKind,
    short_text: str,
    occurred_at: datetime | None = None,
    text: str = "",
    event: CaseEvent | None = None,
    document: UUID | None = None,
    key: UUID | None = None,
) -> JournalEntry:
    """Add one line; the caller's transaction and audit entry cover it.

    ``occurred_at`` is the day the thing was received or sent, which may be earlier than ``now``,
    when it is written down (offentlighedsloven § 15, stk. 3).
    """
    entry = entry_row(
        case,
        by=by,
        now=now,
        kind=kind,
        short_text=short_text,
        occurred_at=occurred_at,
        text=text,
        event=event,
        document=document,
        key=key,
    )
    insert([entry])
    return entry


def entry_row(
    case: Case,
    *,
    by: Actor,
    now: datetime,
    kind: JournalKind,
    short_text: str,
    occurred_at: datetime | None = None,
    text: str = "",
    event: CaseEvent | None = None,
    document: UUID | None = None,
    key: UUID | None = None,
) -> JournalEntry:
    """The line as it is stored; not saved yet."""
    return JournalEntry(
        case=case,
        kind=kind,
        occurred_at=occurred_at or now,
        recorded_at=now,
        short_text=short_text[:SHORT],
        text=text,
        actor_id=by.id,
        actor_name=by.name,
        on_behalf_of_name=by.on_behalf_of.name if by.on_behalf_of else "",
        event=event,
        document=document,
        key=key,
    )


def add_note(
    case: Case,
    *,
    by: Actor,
    now: datetime,
    short_text: str,
    text: str,
    occurred_at: datetime | None = None,
    key: UUID | None = None,
) -> JournalEntry:
    """Write down what was said or seen (the duty to note: offentlighedsloven § 13).

    A ``key`` by which ``by`` has written a line in the case writes no second, and the first is
    returned. Raises CaseError where the short text is missing or the time lies ahead.
    """
    if not short_text.strip():
        raise CaseError(_("Skriv kort, hvad notatet handler om."))
    if occurred_at is not None and occurred_at > now:
        raise CaseError(_("Tidspunktet ligger ude i fremtiden."))
    with transaction.atomic():
        case = locked_for_work(case.pk, by=by, now=now)
        earlier = case.journal.filter(key=key, actor_id=by.id).first() if key else None
        if earlier is not None:
            return earlier
        entry = write_entry(
            case,
            by=by,
            now=now,
            kind=JournalKind.NOTE,
            short_text=short_text.strip(),
            text=text,
            occurred_at=occurred_at,
            key=key,
        )
        log_write(
            by,
            stream=case.ref,
            action="case.note",
            subjects=[case.ref],
            detail={"entry": entry.pk},
            now=now,
        )
    return entry
