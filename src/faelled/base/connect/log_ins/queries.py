"""Where somebody is logged in."""

from datetime import datetime

from django.db.models import QuerySet

from faelled.base.access.actor import Actor
from faelled.base.connect.models import LogIn


def own_log_ins(actor: Actor, *, now: datetime) -> QuerySet[LogIn]:
    """The browsers in which the actor is logged in now, newest first; one query, no secret read."""
    rows = LogIn.objects.filter(user__public_id=actor.id, expire_date__gt=now)
    return rows.defer("session_data").order_by("-begun_at")
