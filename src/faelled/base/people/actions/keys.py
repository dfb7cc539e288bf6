"""Changing the keys that CPR numbers lie under."""

from datetime import datetime

from django.db import transaction

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.log import log_write
from faelled.base.access.refusals import require_capability, require_same_authority
from faelled.base.people import cpr as sealed_cpr
from faelled.base.people.models import Authority, Person

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
