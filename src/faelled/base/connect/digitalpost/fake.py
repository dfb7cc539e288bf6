"""A Digital Post that reaches nobody: for tests and for the demo.

It writes the same files as the real outbox. It knows who is not connected, and can be told to
break down a number of times, as a neighbour does. `written_to_us` is what a citizen sends.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from faelled.base.connect.digitalpost.letters import Addressee
from faelled.base.connect.digitalpost.model import (
    Body,
    CaseID,
    ContentData,
    File,
    Header,
    IdType,
    MainDocument,
    Message,
    MessageType,
    Recipient,
    ReplyData,
    Sender,
)
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


def written_to_us(
    *,
    uuid: UUID,
    cvr: str,
    sender: Addressee,
    label: str,
    text: str = "",
    files: Sequence[File] = (),
    answers: Sequence[UUID] = (),
    case_id: str = "",
    now: datetime,
) -> Message:
    """A message to the authority with ``cvr``, as Digital Post hands it over: the words as a page,
    the files beside it. ``answers``: the letters of ours in its thread; ``case_id``: the case that
    they were about.
    """
    page = f"<html><body><p>{text}</p></body></html>".encode()
    words = File(media_type="text/html", name="Besked.html", language="da", content=page)
    thread = tuple(
        ReplyData(message_uuid=str(letter), case_id=case_id or None) for letter in answers
    )
    return Message(
        header=Header(
            type=MessageType.DIGITALPOST,
            uuid=str(uuid),
            label=label,
            sender=Sender(id=sender.id, id_type=sender.id_type, label=sender.name),
            recipient=Recipient(id=cvr, id_type=IdType.CVR),
            content=ContentData(case=CaseID(id=case_id)) if case_id else None,
            replies=thread,
        ),
        body=Body(created_at=now, main=MainDocument(files=(words, *files))),
    )
