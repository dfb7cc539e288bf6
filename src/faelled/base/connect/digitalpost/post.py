"""Which way a letter goes, and who carries it; chosen by settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from faelled.base.connect.digitalpost.fake import FakeDigitalPost
from faelled.base.connect.digitalpost.letters import Addressee
from faelled.base.connect.digitalpost.model import Message
from faelled.base.connect.digitalpost.outbox import (
    Channel,
    DigitalPostAdapter,
    FileOutbox,
    LetterOutbox,
    Receipt,
)

MODES: Mapping[str, Callable[[], DigitalPostAdapter]] = {
    "file": lambda: FileOutbox(settings.DIGITAL_POST_OUTBOX),
    "fake": lambda: FakeDigitalPost(settings.DIGITAL_POST_OUTBOX),
}


@dataclass(frozen=True, slots=True)
class Post:
    """Digital Post, and paper for those who are not connected (BEK 2017/2021 § 13)."""

    digital: DigitalPostAdapter
    letters: DigitalPostAdapter

    def channel_for(self, to: Addressee) -> Channel:
        """Digital Post unless the register or the post itself says that it cannot reach them."""
        if to.exempt or not self.digital.connected(to.id):
            return Channel.LETTER
        return Channel.DIGITAL_POST

    def send(self, message: Message, channel: Channel, *, now: datetime) -> Receipt:
        """Hand the message over by ``channel``; idempotent by its UUID (see the contract)."""
        return self._carrier(channel).send(message, now=now)

    def find(self, message_uuid: str, channel: Channel) -> Receipt | None:
        """What became of a message whose sender was cut off; None when it never left."""
        return self._carrier(channel).find(message_uuid)

    def _carrier(self, channel: Channel) -> DigitalPostAdapter:
        return self.letters if channel is Channel.LETTER else self.digital


def post_from_settings() -> Post:
    """The post of this installation. No mode chosen is an error, never a pretended success."""
    make = MODES.get(settings.DIGITAL_POST)
    if make is None:
        raise ImproperlyConfigured(
            "FAELLED_DIGITAL_POST must be one of: " + ", ".join(sorted(MODES)) + "."
        )
    return Post(make(), LetterOutbox(settings.DIGITAL_POST_LETTERS))
