"""The one way to write entries: each is chained to the one before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import CharField

from faelled.base.audit import chain
from faelled.base.audit.chain import Json
from faelled.base.audit.models import Entry, Head
from faelled.base.statements import Question, Slot, insert, update

LOCKED_HEAD = Question(
    lambda: Head.objects.select_for_update().filter(stream=Slot("stream", CharField()))
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing to write down: what was done, about whom, with which details."""

    action: str
    subjects: Sequence[str]
    detail: Mapping[str, Json]


def record(
    *,
    stream: str,
    action: str,
    actor_id: str,
    on_behalf_of_id: str | None,
    unit_id: int | None,
    purpose: str,
    subjects: Sequence[str],
    detail: Mapping[str, Json],
    now: datetime,
    authority_id: int = 0,
) -> Entry:
    """Append to a stream: three statements, in the caller's transaction when there is one.

    ``record(stream="case:<uuid>", action="decide", ..., subjects=["person:<uuid>"],
    detail={"event": "decide"})``. ``detail`` never holds a CPR number, a name or an address.
    Raises ValueError when somebody or something is not named; then nothing is written, and the
    caller's change falls with it.
    """
    (entry,) = record_all(
        [Happening(action, subjects, detail)],
        stream=stream,
        actor_id=actor_id,
        on_behalf_of_id=on_behalf_of_id,
        unit_id=unit_id,
        purpose=purpose,
        now=now,
        authority_id=authority_id,
    )
    return entry


def record_all(
    happenings: Sequence[Happening],
    *,
    stream: str,
    actor_id: str,
    on_behalf_of_id: str | None,
    unit_id: int | None,
    purpose: str,
    now: datetime,
    authority_id: int = 0,
) -> list[Entry]:
    """As `record`, for all that one actor did at one moment: still three statements."""
    named = all(happening.action for happening in happenings)
    if not (happenings and named and stream and actor_id and purpose):
        raise ValueError("An entry names its stream, action, actor and purpose.")
    texts = [
        (h.action, chain.canonical(sorted(set(h.subjects))), chain.canonical(h.detail))
        for h in happenings
    ]
    # The head's row lock lasts until the outermost transaction ends: the chain follows commits.
    with transaction.atomic(savepoint=False):
        head = _locked_head(stream)
        count, digest, entries = head.count, head.digest, []
        for action, subjects, detail in texts:
            count += 1
            entry = Entry(
                stream=stream,
                seq=count,
                at=now,
                action=action,
                authority_id=authority_id,
                actor_id=actor_id,
                on_behalf_of_id=on_behalf_of_id or "",
                unit_id=unit_id,
                purpose=purpose,
                subjects=subjects,
                detail=detail,
            )
            digest = entry.digest = chain.digest(settings.AUDIT_KEY, digest, entry.link())
            entries.append(entry)
        insert(entries)
        head.count, head.digest = count, digest
        head.seal = chain.head_seal(settings.AUDIT_KEY, stream, count, digest)
        update(head, ("count", "digest", "seal"))
    return entries


def _locked_head(stream: str) -> Head:
    head = LOCKED_HEAD.first(stream=stream)
    if head is None:
        # Two first writers: one row is made, both then wait for it in turn.
        Head.objects.bulk_create([Head(stream=stream)], ignore_conflicts=True)
        head = Head.objects.select_for_update().get(stream=stream)
    return head
