"""Changing the keys that CPR numbers, letters, chats, drafts and received post lie under."""

# ruff: noqa: SLF001  (a model is asked for its columns and all its rows)
from datetime import datetime

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from faelled.base.access.actor import Actor, ActorKind, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import Refused, require_capability, require_same_authority
from faelled.base.people import cpr as sealed_cpr
from faelled.base.people.models import Authority, Person
from faelled.base.people.sealed_json import SealedField

BATCH = 500


def encrypt_anew(authority: Authority, *, by: Actor, now: datetime) -> int:
    """Put every number of the authority under the newest ``CPR_KEY`` and the ``CPR_SEARCH_KEY``.

    In batches, each a transaction: broken off, it can be run again. While it runs, look-ups by
    number miss the rows whose search key is not yet changed. Gives the number of rows.
    """
    require_same_authority(by, authority.pk)
    require_capability(by, Capability.MANAGE_PEOPLE)
    done, last = 0, 0
    while True:
        with transaction.atomic():
            rows = list(
                Person.objects.select_for_update()
                .filter(authority=authority, pk__gt=last, cpr_cipher__isnull=False)
                .order_by("pk")[:BATCH]
            )
            for row in rows:
                cpr = sealed_cpr.decrypt(bytes(row.cpr_cipher or b""), row.uuid)
                row.cpr_cipher = sealed_cpr.encrypt(cpr, row.uuid)
                row.cpr_digest = sealed_cpr.digest(cpr, authority.uuid)
            Person.objects.bulk_update(rows, ["cpr_cipher", "cpr_digest"])
        if not rows:
            break
        done, last = done + len(rows), rows[-1].pk
    log_write(
        by,
        stream=f"authority:{authority.uuid}",
        action="encrypt-anew",
        subjects=[],
        detail={"rows": done},
        now=now,
    )
    return done


def seal_anew(*, by: Actor, now: datetime) -> int:
    """Put every other sealed text of the installation under the newest ``CPR_KEY``; gives the
    number of rows. By the system, for they are all authorities'. A table is a transaction; one that
    triggers keep as it is (letters) asks for the role that owns it.
    """
    if by.kind is not ActorKind.SYSTEM:
        raise Refused("Only the system changes the keys.")
    done = sum(_table_anew(model) for model in apps.get_models())
    log_write(by, stream="keys", action="seal-anew", subjects=[], detail={"rows": done}, now=now)
    return done


@transaction.atomic
def _table_anew(model: type[Model]) -> int:
    sealed = [one for one in model._meta.local_fields if isinstance(one, SealedField)]
    names, guards = [one.name for one in sealed], [one.guard for one in sealed if one.guard]
    if not sealed:
        return 0
    for guard in guards:
        guard.remove(connection)
    done, last = 0, 0
    locked = model._base_manager.select_for_update().only(*names).order_by("pk")
    while rows := list(locked.filter(pk__gt=last)[:BATCH]):
        model._base_manager.bulk_update(rows, names)
        done, last = done + len(rows), rows[-1].pk
    for guard in guards:
        guard.install(connection)
    return done
