"""What one is told of: agendas that have been sent out, of meetings still to come."""

from django.utils.translation import gettext_lazy as _

from faelled.apps.meetings.queries import coming_to
from faelled.base.access.actor import Actor
from faelled.base.notices.registry import Kind, Window


def count_new(reader: Actor, window: Window) -> int:
    """Those sent out in the window; who runs the meeting knows of it."""
    sent = coming_to(reader, now=window.now).filter(
        sent_at__gt=window.since, sent_at__lte=window.until
    )
    return sent.exclude(secretary_id=reader.employee_id).count()


MEETINGS = Kind(
    "meetings",
    _("Møder"),
    _("Der er en ny dagsorden til dig i Fælled."),
    "meetings:list",
    count_new,
)
