"""What one is told of: a sample of look-ups has been drawn."""

from django.utils.translation import gettext_lazy as _

from faelled.apps.staff.queries import open_controls
from faelled.base.access.actor import Actor
from faelled.base.notices.registry import Kind, Window


def count_new(reader: Actor, window: Window) -> int:
    """The controls drawn in the window that are not finished."""
    drawn = open_controls(reader).filter(drawn_at__gt=window.since, drawn_at__lte=window.until)
    return drawn.count()


CONTROLS = Kind(
    "log-control",
    _("Kontrol af opslag"),
    _("Der er trukket opslag, som du skal kontrollere i Fælled."),
    "staff:controls",
    count_new,
)
