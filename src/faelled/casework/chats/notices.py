"""What one is told of: chats in which somebody has written."""

from django.utils.translation import gettext_lazy as _

from faelled.base.access.actor import Actor
from faelled.base.notices.registry import Kind, Window
from faelled.casework.chats.queries import unread_of


def count_new(reader: Actor, window: Window) -> int:
    """How many chats have something that was written in the window and not read."""
    written = unread_of(reader, now=window.now).filter(at__gt=window.since, at__lte=window.until)
    return written.values("chat").distinct().count()


CHATS = Kind(
    "chats",
    _("Chats"),
    _("Der er skrevet til dig i en chat i Fælled."),
    "chats:list",
    count_new,
)
