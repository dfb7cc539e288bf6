"""What comes in: messages from Dorthe and from people nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from faelled.apps.post.actions import take_in
from faelled.apps.post.models import Received
from faelled.base.access.actor import Capability
from faelled.base.connect.digitalpost.fake import written_to_us
from faelled.base.connect.digitalpost.letters import Addressee
from faelled.base.connect.digitalpost.model import File, IdType, Message
from faelled.casework.documents.tests.office import Office, the_office
from tests.cast import NOW, Worker, worker

DORTHE = Addressee("4103840002", IdType.CPR, "Dorthe Friis")
ESBEN = Addressee("4208820001", IdType.CPR, "Esben Friis")
STRANGER = Addressee("4506780004", IdType.CPR, "Villy Vest")
CAME = NOW + timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Mail:
    """``grete`` sorts the post in It; she works on no case of Børnehandicap."""

    office: Office
    grete: Worker

    def written(self, sender: Addressee = DORTHE, **said: Any) -> Message:
        """A message of three days after NOW; ``said`` as `written_to_us` takes it."""
        values: dict[str, Any] = {
            "uuid": uuid4(),
            "cvr": "99999999",
            "label": "Et spørgsmål",
            "text": "Hvad sker der?",
            "now": CAME,
        }
        return written_to_us(sender=sender, **(values | said))

    def came(self, sender: Addressee = DORTHE, *, at: datetime = CAME, **said: Any) -> Received:
        return take_in(self.written(sender, **said), now=at)

    def answer(self, letter: UUID, case_id: str = "", sender: Addressee = DORTHE) -> Received:
        """The answer to a letter of ours, with a paper."""
        return self.came(sender, answers=[letter], case_id=case_id, files=[a_file()])

    def papers(self, row: Received) -> Sequence[str]:
        assert row.case is not None
        return list(row.case.documents.order_by("pk").values_list("title", flat=True))


def a_file(
    name: str = "Udtalelse.txt", content: bytes = b"Fra skolen", kind: str = "text/plain"
) -> File:
    return File(media_type=kind, name=name, language="da", content=content)


def the_mail(folder: Path) -> Mail:
    office = the_office(folder)
    can = (Capability.SORT_POST,)
    return Mail(office, worker(office.cast.it, "Grete Holt", role="secretary", can=can))
