"""A Digital Post that reaches nobody: for tests and for the demo.

It writes the same files as the real outbox. It knows who is not connected, and can be told to
break down a number of times, as a neighbour does.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from faelled.base.connect.digitalpost.model import Message
from faelled.base.connect.digitalpost.outbox import FileOutbox, PostError, Receipt


@dataclass
class FakeDigitalPost:
    folder: Path
    not_connected: frozenset[str] = frozenset()
    breakdowns: int = 0
    sent: list[Message] = field(default_factory=list)

    def send(self, message: Message, *, now: datetime) -> Receipt:
        if self.breakdowns:
            self.breakdowns -= 1
            raise PostError(_("Digital Post svarer ikke. Fælled prøver igen."))
        receipt = FileOutbox(self.folder).send(message, now=now)
        self.sent.append(message)
        return receipt

    def find(self, message_uuid: str) -> Receipt | None:
        return FileOutbox(self.folder).find(message_uuid)

    def connected(self, recipient_id: str) -> bool:
        return recipient_id not in self.not_connected
