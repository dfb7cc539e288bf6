"""What could not be taken in: how much, and when the first of it is removed."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from faelled.base.connect.digitalpost.inbox import FileInbox


@dataclass(frozen=True, slots=True)
class Quarantine:
    """``count`` messages; the one that has lain longest is removed in the night after ``until``."""

    count: int
    until: datetime


def quarantine() -> Quarantine | None:
    """None where nothing lies there. Nothing of what it says is read, for it may be for nobody
    here.
    """
    since = FileInbox(settings.DIGITAL_POST_INBOX).set_aside_at()
    return Quarantine(len(since), since[0] + settings.DIGITAL_POST_QUARANTINE) if since else None
