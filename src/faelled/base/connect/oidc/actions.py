"""Joining a provider's subject to a user we know."""

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from faelled.base.access.actor import Actor
from faelled.base.access.log import log_write
from faelled.base.people.models import User


@transaction.atomic
def link_log_in(
    user: User, *, provider_id: str, subject: str, by: Actor, now: datetime
) -> SocialAccount:
    """From now on ``subject`` at ``provider_id`` is ``user``, also when their CPR number changes.

    No claim is stored with it.
    """
    account = SocialAccount.objects.create(
        user=user, provider=provider_id, uid=subject, extra_data={}
    )
    stream = f"user:{user.public_id}"
    log_write(
        by,
        stream=stream,
        action="link-log-in",
        subjects=[stream],
        detail={"provider": provider_id},
        now=now,
    )
    return account
