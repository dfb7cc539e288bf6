"""What one is told of: post on one's own cases, and post to sort for who sorts it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faelled.apps.post.models import State
from faelled.apps.post.queries import visible_to
from faelled.base.access.actor import Actor
from faelled.base.notices.registry import Kind, Window


def count_new(reader: Actor, window: Window) -> int:
    """What came in the window: unseen in a case that the reader handles, or waiting where they
    may take it.
    """
    mine = Q(state=State.PLACED, seen_at=None, case__handler_id__in=reader.employee_ids)
    came = Q(fetched_at__gt=window.since, fetched_at__lte=window.until)
    rows = visible_to(reader, now=window.now)
    return rows.filter(came, mine | Q(state=State.WAITING)).count()


POST = Kind(
    "post",
    _("Digital Post"),
    _("Der er kommet post til dig i Fælled."),
    "post:list",
    count_new,
)
