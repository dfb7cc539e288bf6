"""The one way to write an entry."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from faelled.base.audit import chain
from faelled.base.audit.chain import Json
from faelled.base.audit.models import Entry, Head


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
    if not (stream and action and actor_id and purpose):
        raise ValueError("An entry names its stream, action, actor and purpose.")
    about, data = chain.canonical(sorted(set(subjects))), chain.canonical(detail)
    # The head's row lock lasts until the outermost transaction ends: the chain follows commits.
    with transaction.atomic(savepoint=False):
        head = _locked_head(stream)
        entry = Entry(
            stream=stream,
            seq=head.count + 1,
            at=now,
            action=action,
            authority_id=authority_id,
            actor_id=actor_id,
            on_behalf_of_id=on_behalf_of_id or "",
            unit_id=unit_id,
            purpose=purpose,
            subjects=about,
            detail=data,
        )
        entry.digest = chain.digest(settings.AUDIT_KEY, head.digest, entry.link())
        entry.save(force_insert=True)
        seal = chain.head_seal(settings.AUDIT_KEY, stream, entry.seq, entry.digest)
        Head.objects.filter(stream=stream).update(count=entry.seq, digest=entry.digest, seal=seal)
    return entry


def _locked_head(stream: str) -> Head:
    heads = Head.objects.select_for_update()
    head = heads.filter(stream=stream).first()
    if head is None:
        # Two first writers: one row is made, both then wait for it in turn.
        Head.objects.bulk_create([Head(stream=stream)], ignore_conflicts=True)
        head = heads.get(stream=stream)
    return head
